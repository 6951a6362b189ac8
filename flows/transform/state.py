"""What a night's models were, for dbt's comparison of states by hand.

``dbt build --target dev --select state:modified+ --defer --state <home>/current``
builds what a data engineer changed since the current night, and reads everything else
from that night.
"""

import json

from flows.files import write_whole
from flows.night import Night
from flows.transform.tables import PROJECT

__all__ = ["keep_manifest"]

# The file that dbt builds into by hand (profiles.yml). The lake's views lie in it,
# so that what dbt knows of them must say so, or all of them would count as changed.
DEV = "dev"


def keep_manifest(night: Night) -> None:
    """Write the night's ``manifest.json``, which says the same on any machine."""
    written = night.logs / "dbt" / "manifest.json"
    manifest = json.loads(written.read_text(encoding="utf-8"))
    for source in manifest["sources"].values():
        ours = json.dumps(source["database"])
        source["relation_name"] = source["relation_name"].replace(ours, f'"{DEV}"', 1)
        source["database"] = DEV
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True)
    for folder, name in ((PROJECT, PROJECT.name), (night.folder.absolute(), ".")):
        text = text.replace(json.dumps(str(folder), ensure_ascii=False)[1:-1], name)
    write_whole(
        night.folder / "manifest.json", lambda path: path.write_text(text, "utf-8")
    )
