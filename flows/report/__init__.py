"""The page that marketing reads in the morning: one file, no network, no names."""
