"""The demo shop's own ``shop.toml``."""

from flows.demo.facts_toml import FACTS_TOML

__all__ = ["SHOP_NAME", "SHOP_TOML"]

SHOP_NAME = "Lantern Street Stationery"

SHOP_TOML = f"""\
# A made-up chain of three stationery shops and a web shop. Nobody in it is real.
name = "{SHOP_NAME}"
timezone = "Asia/Shanghai"
country = "CN"
currency = "CNY"
language = "en"

[sources.till]
kind = "pos"
layout = "square_items"
files = "inbox/till/*.csv"
customers_of = "members"        # the tills' customer directory
fee_products = ["BAG-01", "WRAP-01"]

[sources.members]
kind = "members"
layout = "square_customers"
files = "inbox/members/*.csv"
trust_phone = true      # a code is sent to the phone at the till
                        # e-mails are typed by the staff: not trusted

[sources.webshop]
kind = "ecommerce"
layout = "shopify_orders"
files = "inbox/webshop/orders_*.csv"
trust_email = true      # the order's confirmation goes there
fee_products = ["WRAP-01"]
max_bad_share = 0.2     # in a quiet month one bad order is a large share of the file

[sources.webshop_members]
kind = "members"
layout = "shopify_customers"
files = "inbox/webshop_members/*.csv"
trust_email = true      # the account is opened by a link in an e-mail
trust_phone = true      # and the phone confirmed with a code

[sources.catalogue]
kind = "other"
layout = "generic"
entity = "products"
files = "inbox/catalogue/*.csv"
[sources.catalogue.columns]
product_id = "Article"
product_name = "Name"
category = "Category"
brand = "Brand"
unit_cost = "Cost"
list_price = "List price"
made_for_gender = "Made for"
lasts_days = "Lasts days"
is_fee = "Is fee"
launched_on = "On sale since"

[sources.sms_consents]
kind = "other"
layout = "generic"
entity = "consents"
files = "inbox/sms_consents/*.csv"
date_format = "%Y-%m-%d %H:%M:%S"
[sources.sms_consents.columns]
phone = "Mobile"
channel = "Channel"
purpose = "Purpose"
state = "State"
changed_at = "Changed"

{FACTS_TOML}"""
