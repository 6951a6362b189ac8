"""E-mail: the columns that Klaviyo, Mailchimp and their like take as they are.

The address stands first and the headers are the ones these tools map by themselves.
Why somebody is in the audience stays in the house: a sentence about what a person
bought is nothing that a sender of e-mail needs.
"""

from flows.exports.privacy import (
    EMAIL_ADDRESS,
    GREETING,
    IDENTIFIER,
    Channel,
    Column,
)

__all__ = ["EMAIL"]

EMAIL = Channel(
    "email",
    columns=(
        Column("Email", "email", EMAIL_ADDRESS),
        Column("First Name", "first_name", GREETING),
        Column("Last Name", "last_name", GREETING),
        Column("customer_id", "customer_id", IDENTIFIER),
        Column("campaign", "campaign", IDENTIFIER),
    ),
)
