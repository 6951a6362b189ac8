"""dbt, called from Prefect."""
