"""Scripts that count pairs of products: Keyuan's models, and three libraries."""

__all__ = ["KEYUAN", "LIBRARIES"]

# Every script is told where its answer goes, the baskets and the least count. It says
# seconds by step, peak megabytes, and the pairs as [product, product, baskets].
HEAD = """
import gc, json, resource, sys, time
gc.disable()
answer, baskets, least, *more = sys.argv[1:]
least = int(least)
def tell(steps, pairs):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    named = sorted([*sorted(pair), int(count)] for *pair, count in pairs)
    with open(answer, "w") as file:
        json.dump({"steps": steps, "peak": peak, "pairs": named}, file)
"""
KEYUAN = (
    HEAD
    + """
import duckdb
folder, *models = more
connection = duckdb.connect()
connection.execute("set enable_progress_bar = false")
connection.execute("attach ':memory:' as dev")
for schema in ("settings", "marts"):
    connection.execute("create schema dev." + schema)
connection.execute(
    "create table dev.settings.segment_thresholds as"
    f" select name, cast(value as decimal(18, 6)) as value"
    f" from read_csv('{folder}/thresholds.csv', all_varchar = true)"
)
connection.execute(
    "create view dev.marts.int_baskets_listed as select order_id, product_id,"
    " cast(null as varchar) as customer_id, date '2025-06-30' as order_date"
    f" from read_parquet('{baskets}')"
)
steps = {}
for model in models:
    sql = open(f"{folder}/{model}.sql").read()
    started = time.perf_counter()
    connection.execute(f"create table dev.marts.{model} as {sql}")
    steps[model] = time.perf_counter() - started
tell(steps, connection.execute(
    "select one.product_id, other.product_id, pairs.basket_count"
    " from dev.marts.int_pairs_counted as pairs"
    " inner join dev.marts.int_products_numbered as one"
    " on pairs.product_number = one.product_number"
    " inner join dev.marts.int_products_numbered as other"
    " on pairs.other_product_number = other.product_number"
).fetchall())
"""
)
# The fastest way to lists of numbers that was found: flat, then cut.
LISTS = (
    HEAD
    + """
import polars as pl
def lists():
    lines = pl.read_parquet(baskets)
    names = lines["product_id"].cast(pl.Categorical)
    numbers = names.to_physical().alias("number")
    groups = lines.select("order_id", numbers).group_by("order_id").agg("number")
    lengths, flat = groups["number"].list.len().to_list(), []
    flat = groups["number"].explode().to_list()
    found, start = [], 0
    for length in lengths:
        found.append(flat[start:start + length])
        start += length
    return found, names.to_physical(), lines["product_id"]
def named(numbers, products, pairs):
    table = dict(zip(numbers.to_list(), products.to_list()))
    return [(table[one], table[other], count) for one, other, count in pairs]
started = time.perf_counter()
found, numbers, products = lists()
steps = {"lists": time.perf_counter() - started}
"""
)
PYFIM = (
    LISTS
    + """
import fim
ways = {}
for way in ("apriori", "eclat", "fpgrowth"):
    started = time.perf_counter()
    sets = getattr(fim, way)(
        found, target="s", zmin=2, zmax=2, supp=-least, report="a"
    )
    ways[way] = time.perf_counter() - started
fastest = min(ways, key=ways.get)
steps[fastest] = ways[fastest]
tell(steps, named(numbers, products, [(*pair, count) for pair, count in sets]))
"""
)
EFFICIENT = (
    LISTS
    + """
from efficient_apriori import itemsets_from_transactions
started = time.perf_counter()
sets, count = itemsets_from_transactions(
    found, min_support=least / len(found), max_length=2
)
steps["count"] = time.perf_counter() - started
pairs = [(*pair, count) for pair, count in sets.get(2, {}).items()]
tell(steps, named(numbers, products, pairs))
"""
)
MLXTEND = (
    LISTS
    + """
import pandas
from mlxtend.frequent_patterns import fpgrowth
from mlxtend.preprocessing import TransactionEncoder
started = time.perf_counter()
encoder = TransactionEncoder()
ones = encoder.fit_transform(found, sparse=True)
table = pandas.DataFrame.sparse.from_spmatrix(ones)
steps["table"] = time.perf_counter() - started
started = time.perf_counter()
sets = fpgrowth(table, min_support=least / len(found), max_len=2)
steps["count"] = time.perf_counter() - started
tell(steps, named(numbers, products, [
    (*(encoder.columns_[int(place)] for place in items), round(share * len(found)))
    for items, share in zip(sets["itemsets"], sets["support"])
    if len(items) == 2
]))
"""
)
# By name: the script, and the packages it needs.
LIBRARIES = {
    "PyFIM": (PYFIM, ("pyfim", "polars")),
    "mlxtend": (MLXTEND, ("mlxtend", "polars")),
    "efficient-apriori": (EFFICIENT, ("efficient-apriori", "polars")),
}
