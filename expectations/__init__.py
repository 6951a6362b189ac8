"""What must be true of a night before it is passed on, gate by gate.

``landing.py``, ``marts.py`` and ``audiences.py`` each begin with the sentence that
the gate asserts and return suites of Great Expectations; ``suite.py`` holds the words
they are written in. Nothing here knows how a night is run.
"""
