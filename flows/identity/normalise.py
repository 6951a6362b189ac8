"""One shape for every e-mail address and phone number.

All of these are total and idempotent: any text gives a normal value or null, and
a normal value gives itself.
"""

import phonenumbers
import polars as pl

__all__ = [
    "CONTACT_POINTS",
    "email_keys",
    "normal_contacts",
    "normalise_contacts",
    "normalise_emails",
    "normalise_phones",
]

CONTACT_POINTS = pl.Schema(
    {
        "kind": pl.String,
        "value": pl.String,
        "normal_value": pl.String,
        "region": pl.String,
    }
)

# Providers that deliver ann+shop@ to ann@.
TAGGED = (
    *("outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com", "mac.com"),
    *("fastmail.com", "proton.me", "protonmail.com", "pm.me"),
)
# Deliberately plainer than RFC 5322: what mail tools accept in a file. The first
# character is none with which a spreadsheet would begin a formula.
EMAIL = (
    r"^[a-z0-9_][a-z0-9.!#$%&'*+/=?^_`{|}~\-]{0,63}"
    r"@([a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
)


def normalise_emails(values: pl.Series) -> pl.Series:
    """Lower-case and trim; null where the text is no e-mail address."""
    trimmed = values.str.strip_chars(" \t\r\n\u3000'").str.to_lowercase()
    return pl.select(
        pl.when(trimmed.str.contains(EMAIL)).then(trimmed).alias(values.name)
    ).to_series()


def email_keys(emails: pl.Expr) -> pl.Expr:
    """Normal addresses as they are compared: one mailbox, one key.

    What stands behind a plus is ignored where the provider does so, dots as well at
    Google, by the providers' own help pages. Mail goes to the address, not to the key.
    """
    mailbox = emails.str.extract(r"^([^@]*)@")
    domain = emails.str.extract(r"@(.*)$").replace({"googlemail.com": "gmail.com"})
    untagged = mailbox.str.replace(r"\+.*$", "")
    key = (
        pl.when(domain == "gmail.com")
        .then(untagged.str.replace_all(".", "", literal=True))
        .when(domain.is_in(TAGGED))
        .then(untagged)
        .otherwise(mailbox)
    )
    return pl.when(key != "").then(key + "@" + domain).otherwise(emails)


def normalise_phones(values: pl.Series, region: str) -> pl.Series:
    """E.164 by the numbering plans of libphonenumber; null where not a valid number.

    Args:
        values: phone numbers as written, distinct where possible: the library takes
            one number at a time, about 30 microseconds each.
        region: the ISO country whose national numbers need no country code.
    """
    return pl.Series(
        values.name, [_e164(value, region) for value in values], dtype=pl.String
    )


def normalise_contacts(
    values: pl.DataFrame, known: pl.DataFrame, region: str
) -> pl.DataFrame:
    """The normal value of every ``(kind, value)`` of ``values``.

    Args:
        values: columns ``kind`` (``email`` or ``phone``) and ``value``.
        known: what earlier nights found, as :data:`CONTACT_POINTS`; phones in it are
            taken over, the rest is worked out.
        region: the shop's country.

    Returns:
        One row per distinct kind and value, as :data:`CONTACT_POINTS`, sorted.
    """
    distinct = values.drop_nulls().unique().with_columns(region=pl.lit(region))
    keys = ["kind", "value", "region"]
    phones_known = known.filter(pl.col("kind") == "phone")
    found = phones_known.join(distinct, on=keys, how="semi")
    fresh = distinct.join(phones_known, on=keys, how="anti")
    emails = fresh.filter(pl.col("kind") == "email")
    phones = fresh.filter(pl.col("kind") == "phone")
    worked_out = [
        emails.with_columns(normal_value=normalise_emails(emails["value"])),
        phones.with_columns(normal_value=normalise_phones(phones["value"], region)),
    ]
    columns = CONTACT_POINTS.names()
    return pl.concat(
        [found.select(columns), *[frame.select(columns) for frame in worked_out]]
    ).sort(keys)


def normal_contacts(typed: str, region: str) -> list[str]:
    """What one ``typed`` text is as an e-mail address or phone number, if it is any."""
    values = pl.DataFrame({"kind": ["email", "phone"], "value": [typed, typed]})
    nothing = pl.DataFrame(schema=CONTACT_POINTS)
    found = normalise_contacts(values, nothing, region)["normal_value"]
    return found.drop_nulls().to_list()


def _e164(value: str | None, region: str) -> str | None:
    if value is None:
        return None
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
