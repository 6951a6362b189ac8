"""A night whose warehouse holds a few people, and suites on them."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.night import Night

PHONE = "+8613800138000"


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """A night with a table of three people, one of whom has no name."""
    night = Night(tmp_path, date(2025, 3, 10), 1)
    night.folder.mkdir(parents=True)
    with duckdb.connect(str(night.warehouse)) as connection:
        connection.execute(f"""
            create schema people;
            create table people.members as
            select * from (values
                (1, 'Chen', '{PHONE}'), (2, 'Li', '{PHONE}'), (3, null, 'none')
            ) as rows(id, name, phone);
        """)
    return night
