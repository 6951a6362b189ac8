"""The part of the demo's ``shop.toml`` beside the tills, the web shop and the members.

All are tables of the shop's own, read by the generic layout with a column map.
"""

__all__ = ["FACTS_TOML"]

FACTS_TOML = """\
[sources.stores]
kind = "other"
layout = "generic"
entity = "stores"
files = "inbox/stores/*.csv"
[sources.stores.columns]
store_id = "Shop"
store_name = "Name"
city = "City"
region = "Province"
opened_on = "Opened"

[sources.fx_rates]
kind = "other"
layout = "generic"
entity = "fx_rates"
files = "inbox/fx_rates/*.csv"
[sources.fx_rates.columns]
rate_date = "Date"
from_currency = "From"
to_currency = "To"
rate = "Rate"

[sources.loyalty]
kind = "other"
layout = "generic"
entity = "loyalty_events"
files = "inbox/loyalty/*.csv"
orders_of = "till"      # points are for receipts
[sources.loyalty.columns]
event_id = "Event"
occurred_at = "When"
member_number = "Card"
kind = "Kind"
points = "Points"
amount = "Amount"
tier = "Tier"
order_id = "Receipt"
expires_on = "Valid until"

[sources.supplies]
kind = "ecommerce"
layout = "generic"
entity = "order_lines"
files = "inbox/supplies/*.csv"
customers_of = "members"        # who orders it has a card
[sources.supplies.columns]
order_id = "Order"
ordered_at = "Ordered"
customer_id = "Member"
product_id = "Article"
product_name = "Item"
variant = "Pack"
quantity = "Pieces"
unit_price = "Price"
line_amount = "Amount"

[sources.interactions]
kind = "other"
layout = "generic"
entity = "interactions"
files = "inbox/interactions/*.csv"
[sources.interactions.columns]
interaction_id = "id"
occurred_at = "time"
kind = "kind"
channel = "channel"
email = "email"
phone = "phone"
product_id = "article"
store_id = "shop"
outcome = "outcome"

[sources.feedback]
kind = "other"
layout = "generic"
entity = "feedback"
files = "inbox/feedback/*.csv"
customers_of = ["members", "webshop_members"]   # whose ids stand in Customer
orders_of = ["till", "webshop"]
[sources.feedback.columns]
feedback_id = "Number"
occurred_at = "Date"
kind = "Type"
topic = "Topic"
score = "Score"
out_of = "Out of"
text = "Comment"
state = "State"
resolved_at = "Resolved"
customer_id = "Customer"
store_id = "Shop"
order_id = "Order"
product_id = "Article"

[sources.surveys]
kind = "other"
layout = "generic"
entity = "survey_answers"
files = "inbox/surveys/*.csv"
date_format = "%d.%m.%Y %H:%M"
[sources.surveys.columns]
survey = "Survey"
question = "Question"
answer = "Answer"
occurred_at = "Answered"
email = "E-mail"
phone = "Mobile"
store_id = "Shop"

[sources.inventory]
kind = "other"
layout = "generic"
entity = "inventory"
files = "inbox/inventory/*.xlsx"
[sources.inventory.columns]
counted_at = "盘点日期"
store_id = "门店"
shelf = "货架"
product_id = "商品编号"
quantity = "数量"

[sources.campaigns]
kind = "other"
layout = "generic"
entity = "campaign_responses"
files = "inbox/campaigns/*.csv"
date_format = "%d/%m/%Y %H:%M:%S"
customers_of = ["members", "webshop_members"]   # SMS to those, e-mail to these
orders_of = ["till", "webshop"]
[sources.campaigns.columns]
campaign = "Campaign"
channel = "Channel"
customer_id = "Recipient"
kind = "Event"
occurred_at = "At"
order_id = "Order"
"""
