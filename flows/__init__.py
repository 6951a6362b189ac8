"""Keyuan's night: every stage from inbox to report. Read ``pipeline.py`` first."""
