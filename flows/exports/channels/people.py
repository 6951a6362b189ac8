"""People: what the workbook shows of each person, per channel.

Here a reason stands beside each person, and only the address of the sheet's own
channel. Headers are keys; ``texts.py`` has them in the shop's language.
"""

from flows.exports.privacy import CALENDAR_DAY, IDENTIFIER, Channel, Column, ValueRule

__all__ = ["PEOPLE", "SHEETS"]

PEOPLE = "people"
TEXT = ValueRule("a text")

SHEETS: dict[str, Channel] = {
    channel: Channel(
        channel,
        columns=(
            Column("customer_id", "customer_id", IDENTIFIER),
            Column("name", "name", TEXT),
            Column("first_name", "first_name", TEXT),
            Column("last_name", "last_name", TEXT),
            Column(address, address, TEXT),
            Column("entered_on", "entered_on", CALENDAR_DAY),
            Column("reason", "reason", TEXT),
        ),
    )
    for channel, address in (("email", "email"), ("sms", "phone"))
}
