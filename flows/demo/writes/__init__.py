"""One writer per vendor layout: the header, and how that vendor writes values."""
