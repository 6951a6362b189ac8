"""The gates: runs ``expectations/`` inside the engine and gives a verdict."""
