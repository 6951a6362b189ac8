import pytest

from flows.errors import HomeError
from flows.landing.claims import refuse_shared_files
from flows.settings import Source

TILL = Source(name="till", kind="pos", layout="square_items", files="inbox/*.csv")
WEB = Source(name="web", kind="ecommerce", layout="generic", files="inbox/web*.csv")


def test_files_of_one_source_each_are_taken() -> None:
    refuse_shared_files([(TILL, "inbox/a.csv"), (WEB, "inbox/web.csv")])
    refuse_shared_files([])


def test_a_file_that_its_own_source_finds_twice_is_not_shared() -> None:
    refuse_shared_files([(TILL, "inbox/a.csv"), (TILL, "inbox/a.csv")])


def test_a_file_of_two_sources_is_refused_with_both_and_what_to_do() -> None:
    claims = [
        (source, f"inbox/web{number}.csv") for source in (TILL, WEB) for number in "21"
    ]
    told = (
        r"^inbox/web1\.csv \(and 1 more\) is a file of more than one source: "
        r"till \(inbox/\*\.csv\) and web \(inbox/web\*\.csv\)\. It would count twice; "
        "narrow 'files' in shop.toml"
    )
    with pytest.raises(HomeError, match=told):
        refuse_shared_files(claims)
