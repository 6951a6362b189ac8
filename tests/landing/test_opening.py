import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import ContractError
from flows.landing.inbox import find_files
from flows.landing.land import land_home
from flows.landing.ledger import read_ledger
from flows.landing.opening import unpack
from flows.night import Night
from flows.settings import Shop

Drop = Callable[[str, str | bytes], Path]
LINES = "order_id,ordered_at,product_id,quantity\n1,2025-03-01,p,2\n"


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def read_all(path: Path) -> list[tuple[str, bytes]]:
    found = []
    for packed in unpack(path, path.name):
        with packed.open() as stream:
            content = b""
            while block := stream.read(2**16):
                content += block
        found.append((packed.file_name, content))
    return found


@pytest.fixture
def everything(shop: Shop) -> Shop:
    till, *others = shop.sources
    wide = till.model_copy(update={"files": "inbox/till/*"})
    return shop.model_copy(update={"sources": (wide, *others)})


def test_a_plain_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n1\n")
    assert read_all(path) == [("a.csv", b"a\n1\n")]


def test_a_gz_is_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a\n1\n"))
    assert read_all(path) == [("a.csv.gz", b"a\n1\n")]
    (packed,) = unpack(path, "a.csv.gz")
    assert packed.content_name == "a.csv"


def test_a_zip_is_its_members_without_what_nobody_exported(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    members = {"june/b.csv": b"b", "a.csv": b"a", "__MACOSX/a.csv": b"x"}
    path.write_bytes(zipped({**members, ".hidden": b"x"}))
    assert read_all(path) == [("a.zip/a.csv", b"a"), ("a.zip/june/b.csv", b"b")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.zip", zipped({"../../etc/passwd": b"x"}), "points out of its archive"),
        (
            "a.zip",
            zipped({"b.zip": zipped({"a": b"a"})}),
            "is an archive in an archive",
        ),
        ("a.zip", zipped({"a": b"a" * 5000})[:60], "is a damaged archive, or cut off"),
        ("a.zip", zipped({}), "is an archive of 0 files"),
        ("a.csv.gz", gzip.compress(b"a" * 5000)[:30], "is a damaged archive"),
        ("a.csv.gz", gzip.compress(b"\0" * 2**27), "unpacks to more than 64 MB"),
        ("a.zip", zipped({"a": b"\0" * 2**27}), "unpacks to more than 64 MB"),
    ],
    ids=["out", "nested", "damaged", "empty", "cut off", "gz bomb", "zip bomb"],
)
def test_an_archive_that_cannot_be_trusted_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ContractError, match=r"^a\.(zip|csv\.gz)") as refusal:
        read_all(path)
    assert said in str(refusal.value)


def test_a_member_locked_with_a_password_is_told(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": b"a,b\n1,2\n"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.find(mark) + (6 if mark[2] == 3 else 8)] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(content))
    with pytest.raises(ContractError, match="locked with a password"):
        read_all(path)


def test_a_workbook_by_another_name_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b""}))
    with pytest.raises(ContractError, match=r"is a workbook by another name. Name it"):
        read_all(path)


def test_the_same_content_lands_once_however_it_is_packed(
    night: Night, everything: Shop, drop: Drop
) -> None:
    drop("till/a.csv", LINES)
    drop("till/b.csv.gz", gzip.compress(LINES.encode()))
    drop("till/c.zip", zipped({"d.csv": LINES.encode()}))

    assert land_home(night, everything)["files"] == 1


def test_every_member_is_a_file_of_the_ledger(
    night: Night, everything: Shop, drop: Drop
) -> None:
    other = LINES.replace("1,2025", "2,2025")
    broken = LINES + "3,2025"
    members = {
        "a.csv": LINES.encode(),
        "b.csv": other.encode(),
        "c.csv": broken.encode(),
    }
    drop("till/c.zip", zipped(members))
    counts = land_home(night, everything)

    assert (counts["files"], counts["landed"], counts["refused_files"]) == (3, 2, 1)
    names = [entry.file_name for entry in read_ledger(night.lake)]
    assert names == [f"inbox/till/c.zip/{name}" for name in members]


def test_a_folder_where_a_file_is_meant_is_passed_over(
    night: Night, everything: Shop
) -> None:
    (night.home / "inbox/till/old").mkdir(parents=True)
    assert find_files(night.home, everything) == []
