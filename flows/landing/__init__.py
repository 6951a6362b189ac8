"""The landing stage: every new file of the inbox as typed, validated Parquet."""
