"""Which source a file belongs to: one that two sources claim would count twice."""

from collections import defaultdict
from collections.abc import Iterable

from flows.errors import HomeError
from flows.settings import Source

__all__ = ["refuse_shared_files"]


def refuse_shared_files(claims: Iterable[tuple[Source, str]]) -> None:
    """See that no file is claimed by two sources.

    Args:
        claims: every source with each of its files, named by its path in the home.

    Raises:
        HomeError: one is; the message names the file, its sources and what to do.
    """
    sources: dict[str, dict[str, Source]] = defaultdict(dict)
    for source, file_name in claims:
        sources[file_name][source.name] = source
    shared = sorted(name for name, claimants in sources.items() if len(claimants) > 1)
    if not shared:
        return
    claimants = sources[shared[0]].values()
    said = " and ".join(f"{source.name} ({source.files})" for source in claimants)
    more = f" (and {len(shared) - 1:,} more)" if len(shared) > 1 else ""
    message = (
        f"{shared[0]}{more} is a file of more than one source: {said}. It would count "
        "twice; narrow 'files' in shop.toml so that each file belongs to one source, "
        "or give each source a folder of its own in the inbox"
    )
    raise HomeError(message)
