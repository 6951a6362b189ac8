"""Campaign audiences as files: CSV for machines, a workbook for people, a manifest."""
