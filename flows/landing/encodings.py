"""Which encoding a text file is in, and its text as UTF-8, a chunk at a time."""

import codecs
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from charset_normalizer import from_bytes

from flows.errors import ContractError
from flows.landing.opening import Stream

__all__ = ["CHUNK", "ENCODINGS", "detect_encoding", "utf8_chunks"]

CHUNK = 8 * 2**20
SAMPLE = 2**18

# What a file may be in, as Python and as people call it.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030",
    "cp1252": "Windows-1252",
}
Where = tuple[str, str, int]  # the file, its encoding, the line
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
Opening = Callable[[], AbstractContextManager[Stream]]


def detect_encoding(opening: Opening) -> str:
    """The encoding of a text, from its mark or from its first letters beyond ASCII.

    What is no UTF-8 is in one of the two encodings that spreadsheets still write:
    charset-normalizer tells which, by the words that come out.
    """
    with opening() as stream:
        head = stream.read(CHUNK)
        for mark, encoding in MARKS:
            if head.startswith(mark):
                return encoding
        by_zeros = _utf16_without_mark(head[:SAMPLE])
        if by_zeros:
            return by_zeros
        sample = _beyond_ascii(stream, head)
    if not sample or _is_utf8(sample):
        return "utf-8"
    best = from_bytes(sample[:SAMPLE], cp_isolation=["gb18030", "cp1252"]).best()
    return best.encoding if best and best.encoding in ENCODINGS else "cp1252"


def utf8_chunks(stream: Stream, encoding: str, name: str) -> Iterator[bytes]:
    """The text of ``stream`` in UTF-8 without its mark, in chunks of whole letters.

    Raises:
        ContractError: a byte is none of the encoding's, or of no text at all.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    is_start, line = True, 1
    while True:
        data = stream.read(CHUNK)
        if encoding == "utf-8" and data.isascii() and not decoder.getstate()[0]:
            chunk = data
        else:
            chunk = _decoded(decoder, data, not data, (name, encoding, line)).encode()
        if is_start:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
            is_start = not data
        nul = chunk.find(b"\0")
        if nul >= 0:
            message = (
                f"{name} is not text: line {line + chunk.count(10, 0, nul)} holds "
                "binary bytes. Export it as CSV again"
            )
            raise ContractError(message)
        line += chunk.count(b"\n")
        if chunk:
            yield chunk
        if not data:
            return


def _decoded(
    decoder: codecs.IncrementalDecoder, data: bytes, is_last: bool, where: Where
) -> str:
    pending = decoder.getstate()[0]
    try:
        return decoder.decode(data, is_last)
    except UnicodeDecodeError as error:
        name, encoding, line = where
        if is_last:
            message = (
                f"{name} is cut off: its last character is not whole. Export it again"
            )
            raise ContractError(message) from None
        whole = pending + data
        at = line + whole.count(b"\n", 0, error.start)
        message = (
            f"{name} is not {ENCODINGS.get(encoding, encoding)} text: byte "
            f"0x{whole[error.start]:02x} on line {at}. Save it as 'CSV UTF-8', or say "
            "its encoding in shop.toml"
        )
        raise ContractError(message) from None


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 writes a zero beside every ASCII letter, always on the same side."""
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < 3 or min(even, odd) > (even + odd) // 50:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None
    return encoding if set(text) & set("\n,;\t|") else None


def _beyond_ascii(stream: Stream, head: bytes) -> bytes:
    """Some whole lines from the first letter beyond ASCII on, if there is one."""
    data = head
    while data.isascii():
        data = stream.read(CHUNK)
        if not data:
            return b""
    at = next(
        at for at in range(0, len(data), SAMPLE) if not data[at : at + SAMPLE].isascii()
    )
    sample = data[at : at + 2 * SAMPLE]
    if len(sample) < 2 * SAMPLE:
        sample += stream.read(2 * SAMPLE - len(sample))
    lines = sample.rfind(b"\n")
    return sample[: lines + 1] if lines > 0 else sample


def _is_utf8(sample: bytes) -> bool:
    """Whether it reads as UTF-8; it may end in the middle of a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
