"""What the predictions gate counts among tonight's predictions and their models."""

from datetime import date

from expectations.suite import literal

__all__ = ["BUYERS", "DRIFT", "RUN_OUTS", "customers_of", "models_of", "sales_of"]

BUYERS = """
    with buyers as (select distinct customer_id from core.purchases),
    repeated as (
        select customer_id from gate.customers group by 1 having count(*) > 1
    )
    select
        (select count(*) from buyers anti join gate.customers using (customer_id))
            as forgotten_buyer_count,
        (select count(*) from gate.customers anti join buyers using (customer_id))
            as unknown_buyer_count,
        (select count(*) from repeated) as repeated_buyer_count
"""
RUN_OUTS = """
    select
        run_out_low_date <= run_out_date and run_out_date <= run_out_high_date
            as is_in_order,
        days_per_unit
    from gate.run_outs
"""
# Only of those who were predicted on both nights: new buyers are no drift.
DRIFT = """
    with both_nights as (
        select
            tonight.no_purchase_90d_probability as chance,
            before.no_purchase_90d_probability as chance_before,
            tonight.expected_purchases_90d as purchases,
            before.expected_purchases_90d as purchases_before
        from gate.customers as tonight
        inner join gate.before using (customer_id)
    )
    select
        coalesce(
            round(
                abs(avg(chance - chance_before)), 6
            ),
            0
        ) as chance_moved,
        round(
            sum(purchases) filter (where purchases_before is not null)
            / nullif(sum(purchases_before) filter (where purchases is not null), 0),
            6
        ) as purchases_ratio
    from both_nights
"""


def customers_of(as_of: date) -> str:
    """Each buyer's predictions, with what must hold between them."""
    return f"""
        select
            no_purchase_90d_probability,
            expected_purchases_90d,
            expected_revenue_90d_amount,
            expected_purchases_365d >= expected_purchases_90d
            and expected_revenue_365d_amount >= expected_revenue_90d_amount
                as grows_with_time,
            next_order_earliest_date > cast({literal(as_of)} as date)
            and next_order_earliest_date <= next_order_date
            and next_order_date <= next_order_latest_date as is_in_order,
            (expected_purchases_90d is not null or prediction_reason is not null)
            and (
                no_purchase_90d_probability is not null
                or no_purchase_reason is not null
            )
            and (next_order_date is not null or next_order_reason is not null)
                as is_told_why
        from gate.customers
    """


def models_of(as_of: date, days_kept: int) -> str:
    """How old the models are, and which of the night before are no longer used."""
    night = f"cast({literal(as_of)} as date)"
    return f"""
        select
            (
                select count(*) from gate.models
                where
                    trained_on > {night}
                    or trained_on < {night} - {days_kept}
            ) as stale_model_count,
            (
                select count(*) from gate.models as tonight
                inner join gate.models_before as before using (model)
                where before.reason is null and tonight.reason is not null
            ) as dropped_model_count
    """


def sales_of(as_of: date) -> str:
    """What is expected to be sold in 28 days, beside what was in the 28 days before.

    Only stores and categories that are forecast are counted; null when they sold
    nothing or nothing is forecast.
    """
    night = f"cast({literal(as_of)} as date)"
    return f"""
        with forecast as (
            select
                coalesce(store_id, '') as store_id,
                coalesce(category, '') as category,
                sum(expected_amount) as expected_amount
            from gate.sales
            group by all
        ),
        sold as (
            select
                coalesce(orders.store_id, '') as store_id,
                coalesce(products.category, '') as category,
                sum(lines.net_amount) as net_amount
            from core.order_lines as lines
            inner join core.orders as orders on lines.order_id = orders.order_id
            left join core.products as products
                on lines.product_id = products.product_id
            where
                lines.is_counted
                and lines.order_date > {night} - 28
                and lines.order_date <= {night}
            group by all
        )
        select
            round(
                sum(forecast.expected_amount)
                / nullif(greatest(sum(sold.net_amount), 0), 0),
                6
            ) as expected_ratio,
            (
                select count(*) from gate.sales
                where
                    sales_date <= {night}
                    or low_amount > expected_amount
                    or expected_amount > high_amount
            ) as disordered_day_count
        from forecast
        left join sold using (store_id, category)
    """
