"""The channels that exist, by the name that ``campaign_channels.csv`` gives them."""

from flows.exports.channels.email import EMAIL
from flows.exports.channels.sms import SMS
from flows.exports.privacy import Channel

__all__ = ["CHANNELS"]

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (EMAIL, SMS)}
