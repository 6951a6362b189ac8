"""What every landed row has to fill, by entity, and what says where it came from."""

__all__ = ["REQUIRED_ALTERNATIVES", "REQUIRED_COLUMNS", "ROW_ORIGIN"]

ROW_ORIGIN = ("source_name", "file_sha256", "row_number", "arrival", "landed_on")
REQUIRED_COLUMNS = {
    "orders": ("order_id", "ordered_at", "ordered_date"),
    "order_lines": ("order_id", "product_id", "quantity"),
    "customers": ("customer_id",),
    "products": ("product_id",),
    "stores": ("store_id",),
    "loyalty_events": ("event_id", "occurred_at", "occurred_date", "kind"),
    "interactions": ("interaction_id", "occurred_at", "occurred_date", "kind"),
    "feedback": ("feedback_id", "occurred_at", "occurred_date", "kind"),
    "survey_answers": (
        "survey",
        "question",
        "answer",
        "occurred_at",
        "occurred_date",
    ),
    "consents": ("channel", "purpose", "state", "changed_at", "changed_date"),
    "inventory": ("product_id", "counted_at", "counted_date", "quantity"),
    "campaign_responses": (
        "campaign",
        "customer_id",
        "kind",
        "occurred_at",
        "occurred_date",
    ),
    "fx_rates": ("rate_date", "from_currency", "to_currency", "rate"),
}
# Who or what a row is about: of each group it must fill one.
REQUIRED_ALTERNATIVES = {
    "loyalty_events": ("customer_id", "member_number"),
    "survey_answers": ("customer_id", "email", "phone"),
    "consents": ("customer_id", "email", "phone"),
}
