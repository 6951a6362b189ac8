"""What customers will do next, learned from core tables and never from marts."""
