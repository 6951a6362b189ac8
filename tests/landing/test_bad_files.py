"""Whatever lies in the inbox: no traceback, no row lost, and the other files go on."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.landing.land import land_home
from flows.landing.layouts import LAYOUTS
from flows.landing.ledger import Entry, read_ledger
from flows.night import Night
from flows.settings import Shop

Drop = Callable[[str, str | bytes], Path]
FIXTURES = Path(__file__).parent / "layouts" / "fixtures"
HEADER = "order_id,ordered_at,product_id,quantity,unit_price\n"
GOOD = HEADER + "".join(f"{n},2025-03-01,p,2,1.50\n" for n in range(40))
SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".parquet", ".zip", ".csv.gz")


@cache
def packed(suffix: str) -> bytes:
    """A good file of each kind, to be broken."""
    rows = pl.read_csv(io.BytesIO(GOOD.encode()), infer_schema=False)
    data = io.BytesIO()
    match suffix:
        case ".tsv":
            return GOOD.replace(",", "\t").encode()
        case ".json":
            return rows.write_json().encode()
        case ".jsonl":
            return rows.write_ndjson().encode()
        case ".xlsx":
            rows.write_excel(data)
        case ".parquet":
            rows.write_parquet(data)
        case ".zip":
            with zipfile.ZipFile(data, "w") as archive:
                archive.writestr("a.csv", GOOD)
        case ".csv.gz":
            return gzip.compress(GOOD.encode(), mtime=0)
        case _:
            return GOOD.encode()
    return data.getvalue()


@pytest.fixture
def anything(shop: Shop) -> Shop:
    till, *others = shop.sources
    wide = till.model_copy(update={"files": "inbox/till/*"})
    return shop.model_copy(update={"sources": (wide, *others)})


def adds_up(night: Night) -> list[Entry]:
    """Every file is landed or refused, and its rows are in the lake or set aside."""
    entries = read_ledger(night.lake)
    for entry in entries:
        assert entry.row_count == entry.landed_count + entry.set_aside_count
        assert (entry.reason is None) == (entry.state == "landed")
    quarantined = sum(
        pl.read_parquet(path).height
        for path in (night.lake / "quarantine").rglob("*.parquet")
    )
    assert quarantined == sum(entry.set_aside_count for entry in entries)
    lines = pl.read_parquet(night.lake / "landing/*/order_lines/*.parquet")
    rows = lines.select("file_sha256", "row_number").n_unique()
    assert rows == sum(entry.landed_count for entry in entries)
    return entries


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_good_file_of_each_kind_lands(
    night: Night, anything: Shop, drop: Drop, suffix: str
) -> None:
    drop(f"till/a{suffix}", packed(suffix))
    land_home(night, anything)

    (entry,) = adds_up(night)
    assert (entry.state, entry.landed_count) == ("landed", 40), entry.reason


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=150,
)
@given(st.sampled_from(SUFFIXES), st.data())
def test_however_a_file_is_broken_nothing_is_lost_and_nobody_sees_a_traceback(
    anything: Shop,
    tmp_path_factory: pytest.TempPathFactory,
    suffix: str,
    data: st.DataObject,
) -> None:
    content = bytearray(packed(suffix))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        what = data.draw(st.sampled_from(["cut", "byte", "drop", "insert", "twice"]))
        noise = data.draw(st.binary(min_size=1, max_size=6))
        if what == "cut":
            del content[at:]
        elif what == "byte":
            content[at : at + 1] = noise[:1]
        elif what == "drop":
            del content[at : at + len(noise)]
        elif what == "insert":
            content[at:at] = noise
        else:
            content[at:at] = content[: at // 2]
    night = Night(tmp_path_factory.mktemp("home"), anything_day(), 1)
    inbox = night.home / "inbox" / "till"
    inbox.mkdir(parents=True)
    (inbox / f"a{suffix}").write_bytes(bytes(content))
    (inbox / "good.csv").write_text(GOOD.replace("2025-03-01", "2025-03-02"))
    counts = land_home(night, anything)

    entries = adds_up(night)
    good = next(entry for entry in entries if entry.file_name.endswith("good.csv"))
    assert good.landed_count == 40
    assert counts["files"] == len(entries)


def anything_day() -> date:
    return date(2025, 3, 31)


BAD_FILES: dict[str, bytes] = {
    "empty.csv": b"",
    "blank.csv": b"\n\n \n",
    "header_only_wrong.csv": b"a,b,c\n",
    "no_text.csv": b"order_id,ordered_at\n1,\x00\x01\n",
    "cut.csv": GOOD.encode()[:-7],
    "open_quote.csv": HEADER.encode() + b'1,2025-03-01,"p,2,1\n',
    "one_line.csv": b"order_id," + b"x" * 100 * 2**20,
    "bomb.csv.gz": gzip.compress(b"0" * 2**28),
    "not_a.zip": b"PK\x03\x04" + bytes(range(200)),
    "workbook.xlsx": b"order_id,ordered_at\n",
    "old.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "damaged.parquet": b"PAR1" + b"x" * 100,
    "words.csv": (HEADER + "many,never,p,some,?\n" * 9).encode(),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence_and_the_others_go_on(
    night: Night, shop: Shop, drop: Drop, name: str
) -> None:
    till, *others = shop.sources
    strict = till.model_copy(update={"files": "inbox/till/*", "max_bad_share": 0.05})
    shop = shop.model_copy(update={"sources": (strict, *others)})
    drop(f"till/{name}", BAD_FILES[name])
    drop("till/good.csv", GOOD)
    counts = land_home(night, shop)

    assert (counts["files"], counts["refused_files"], counts["landed"]) == (2, 1, 40)
    (refused,) = [entry for entry in adds_up(night) if entry.state == "refused"]
    assert refused.reason is not None
    assert refused.reason.startswith(f"inbox/till/{name}")
    assert "\n" not in refused.reason
    assert not list((night.lake / ".drafts").glob("*"))


def mutated(content: bytes, seed: int) -> bytes:
    """The same file with a few bytes changed, cut or repeated; same seed, same file."""
    rng = random.Random(seed)
    made = bytearray(content)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(max(len(made), 1))
        match rng.randrange(4):
            case 0:
                made[at : at + rng.randint(1, 20)] = b""
            case 1:
                made[at:at] = bytes(rng.choices(b'",;\n\r\t \xff\x00{}[]x0', k=3))
            case 2:
                made[at:at] = made[at : at + 200]
            case _:
                made[at:] = b"" if rng.random() < 0.3 else made[at + 1 :]
    return bytes(made)


@pytest.mark.parametrize(
    "path",
    sorted(path for path in FIXTURES.glob("*/*") if path.is_file()),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_a_vendors_export_may_be_broken_in_any_way(
    shop: Shop, tmp_path: Path, path: Path
) -> None:
    layout = path.parent.name
    assert layout in LAYOUTS
    till, *others = shop.sources
    source = till.model_copy(
        update={"layout": layout, "entity": None, "files": "inbox/till/*"}
    )
    shop = shop.model_copy(update={"sources": (source, *others)})
    night = Night(tmp_path, anything_day(), 1)
    inbox = night.home / "inbox" / "till"
    inbox.mkdir(parents=True)
    for seed in range(12):
        (inbox / f"{seed}-{path.name}").write_bytes(mutated(path.read_bytes(), seed))
    land_home(night, shop)

    entries = read_ledger(night.lake)
    assert len(entries) >= 1
    assert all(
        entry.row_count == entry.landed_count + entry.set_aside_count
        for entry in entries
    )
