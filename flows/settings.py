"""The settings of a shop (``shop.toml``), and the environment of this process.

A shop's settings are read once, at the edge, validated, and passed on as frozen
values. Nothing else in the house reads or writes the environment.
"""

import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from flows.errors import HomeError
from flows.files import write_whole

__all__ = [
    "GUARD_MARK",
    "Alerts",
    "Shop",
    "Source",
    "environment",
    "keep_private",
    "keep_shop",
    "kept_shop",
    "load_shop",
    "named_java_home",
    "named_prefect_api",
    "named_spark_master",
    "prepare_process",
]

# The environment variable by which flows.guard knows the children of a night.
GUARD_MARK = "KEYUAN_GUARDED_BY"

KEPT = "shop.json"
SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _known_timezone(name: str) -> str:
    if name not in available_timezones():
        message = f"{name!r} is not a timezone; write one such as 'Asia/Shanghai'"
        raise ValueError(message)
    return name


def _inside_home(pattern: str) -> str:
    path = Path(pattern)
    if path.is_absolute() or ".." in path.parts:
        message = f"{pattern!r} must be a path inside the shop's home, without '..'"
        raise ValueError(message)
    if path.parts[:1] != ("inbox",):
        message = f"{pattern!r} must begin with 'inbox/', where sources drop files"
        raise ValueError(message)
    return pattern


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Timezone = Annotated[str, AfterValidator(_known_timezone)]
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(_Frozen):
    """One system that drops files: ``[sources.<name>]`` of ``shop.toml``."""

    name: str
    kind: Literal["pos", "ecommerce", "members", "other"]
    layout: str
    files: Annotated[str, AfterValidator(_inside_home)]
    entity: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    lines: str | None = None
    date_format: str | tuple[str, ...] | None = None
    date_formats: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    decimal_comma: bool = False
    encoding: str | None = None
    max_bad_share: Annotated[float, Field(ge=0, le=1)] = 0.05
    timezone: Timezone | None = None
    currency: Currency | None = None
    trust_email: bool = False
    trust_phone: bool = False
    trust_birth_date: bool = False
    customers_of: Names = ()
    orders_of: Names = ()
    required: bool = False
    count_repeated_lines: bool | None = None
    credit_note_prefix: str | None = None
    adjustment_prefix: str | None = None
    fee_products: tuple[Annotated[str, Field(min_length=1)], ...] = ()


class Alerts(_Frozen):
    """Who is told when a night fails or is not published."""

    webhook: Annotated[str, Field(pattern=r"^https?://")] | None = None


class Shop(_Frozen):
    """A shop as its ``shop.toml`` states it.

    A field with a secret is excluded, so that no night keeps it.
    """

    name: Annotated[str, Field(min_length=1)]
    timezone: Timezone
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    currency: Currency
    language: Literal["en", "zh"] = "en"
    holdout_salt: str = ""
    keep_nights: Annotated[int, Field(ge=2)] = 14
    sources: tuple[Source, ...] = ()
    alerts: Alerts = Field(default=Alerts(), exclude=True)

    @property
    def zone(self) -> ZoneInfo:
        """The shop's timezone, in which its days begin and end."""
        return ZoneInfo(self.timezone)

    @property
    def salt(self) -> str:
        """What is mixed into the holdout hash; the shop's name unless set."""
        return self.holdout_salt or self.name


def load_shop(home: Path) -> Shop:
    """Read and validate ``shop.toml`` in ``home``.

    Raises:
        HomeError: there is no such file, it is not TOML, or a setting is wrong;
            the message names the setting, what was found and what is expected.
    """
    path = home / "shop.toml"
    if not path.is_file():
        message = (
            f"{path} does not exist: a shop's home needs it. Write one (README, "
            "'Your own shop'), or run 'keyuan demo' for a home to look at"
        )
        raise HomeError(message)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not readable as TOML: {error}. Mend that place"
        raise HomeError(message) from None
    return _shop_from(values, path)


def keep_shop(shop: Shop, folder: Path) -> None:
    """Write the shop, but for its secrets, to a night's ``folder``.

    The whole night reads it from there, so that a ``shop.toml`` that is edited
    meanwhile changes the next night and not half of this one.
    """
    text = shop.model_dump_json(indent=2) + "\n"
    write_whole(folder / KEPT, lambda draft: draft.write_text(text, encoding="utf-8"))


def kept_shop(folder: Path) -> Shop:
    """The shop as the night in ``folder`` began with it.

    Raises:
        HomeError: the night did not keep it.
    """
    path = folder / KEPT
    try:
        return Shop.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        kind = type(error).__name__
        message = (
            f"{path} is missing or damaged ({kind}): a night writes its shop there "
            "when it begins. Run the whole night again"
        )
        raise HomeError(message) from None


def _shop_from(values: dict[str, object], path: Path) -> Shop:
    tables = values.pop("sources", {})
    if not isinstance(tables, dict):
        message = f"{path}: [sources] must hold one table per source"
        raise HomeError(message)
    for name in tables:
        if not SOURCE_NAME.fullmatch(name):
            message = (
                f"{path}: the source name {name!r} must be lower-case letters, digits "
                "and '_', begin with a letter, and have at most 40 characters"
            )
            raise HomeError(message)
    sources = [
        {**table, "name": name} if isinstance(table, dict) else table
        for name, table in tables.items()
    ]
    try:
        return Shop.model_validate({**values, "sources": sources})
    except ValidationError as error:
        raise HomeError(_told(error, path, list(tables))) from None


def _told(error: ValidationError, path: Path, names: list[str]) -> str:
    """One line per wrong setting, by the name it has in the file."""
    lines = []
    for problem in error.errors():
        place = [str(part) for part in problem["loc"]]
        if len(place) > 1 and place[0] == "sources":
            place[1] = names[int(place[1])]
        found = problem["input"]
        said = "" if problem["type"] == "missing" else f" (found {found!r})"
        lines.append(f"{'.'.join(place)}: {problem['msg']}{said}")
    return f"{path} needs mending: " + "; ".join(lines)


def prepare_process(home: Path) -> None:
    """Set what the libraries read from the environment when they are imported.

    Nothing here overrides what the operator has set: an operator with a Prefect
    server of their own names it in ``PREFECT_API_URL``.
    """
    prefect_home = (home / ".prefect").absolute()
    prefect_home.mkdir(parents=True, mode=0o700, exist_ok=True)
    defaults = {
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_HOME": str(prefect_home),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        # Python's own helper process would remark upon a night that Ctrl-C ended.
        "PYTHONWARNINGS": "ignore:resource_tracker:UserWarning",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    # Marks every process that this one starts, for flows.guard.
    os.environ[GUARD_MARK] = str(os.getpid())


def keep_private() -> None:
    """Make every file and folder from here on its owner's alone to read."""
    os.umask(0o077)


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set environment variables for the block; what was there before comes back."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def named_prefect_api() -> str | None:
    """The Prefect server that the operator named, if one is."""
    return os.environ.get("PREFECT_API_URL")


def named_spark_master() -> str:
    """The Spark that the operator named, else all cores of this machine."""
    return os.environ.get("KEYUAN_SPARK_MASTER", "local[*]")


def named_java_home() -> str | None:
    """Where the operator said that Java is."""
    return os.environ.get("JAVA_HOME")
