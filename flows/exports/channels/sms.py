"""SMS: one row per person, the number first, in strict E.164 with its plus sign."""

from flows.exports.privacy import (
    GREETING,
    IDENTIFIER,
    PHONE_NUMBER,
    Channel,
    Column,
)

__all__ = ["SMS"]

SMS = Channel(
    "sms",
    columns=(
        Column("Phone Number", "phone", PHONE_NUMBER),
        Column("First Name", "first_name", GREETING),
        Column("Last Name", "last_name", GREETING),
        Column("customer_id", "customer_id", IDENTIFIER),
        Column("campaign", "campaign", IDENTIFIER),
    ),
)
