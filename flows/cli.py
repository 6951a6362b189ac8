"""The command ``keyuan``. What it needs is imported when it is needed."""

import signal
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from flows.endings import stop_at_once, told

__all__ = ["main"]

HOME = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="KEYUAN_HOME",
    default=Path("shop"),
    show_default=True,
    help="The shop's home: the folder that holds shop.toml and inbox/.",
)
DAY = click.DateTime(["%Y-%m-%d"])
AS_OF = click.option(
    "--as-of",
    type=DAY,
    help="The day up to which facts count; by default yesterday at the shop.",
)
TARGET = click.option(
    "--target",
    type=click.Choice(["duckdb", "spark"]),
    envvar="KEYUAN_TARGET",
    default="duckdb",
    show_default=True,
    help="What builds the models; spark is the one that KEYUAN_SPARK_MASTER names.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="keyuan")
def main() -> None:
    """One batch every night: from till and web-shop orders to audience files."""
    from flows.settings import keep_private

    keep_private()


@main.command()
@HOME
@click.option("--customers", default=4000, show_default=True, help="How many people.")
@click.option(
    "--seed", default=7, show_default=True, help="Another seed, another town."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2025-06-30",
    show_default=True,
    help="The town's last day.",
)
def demo(home: Path, customers: int, seed: int, as_of: datetime) -> None:
    """Write a demo town into a home's inbox: tills, web shop, members, catalogue."""
    from flows.demo.town import write_town

    with told():
        write_town(home, customers=customers, seed=seed, as_of=as_of.date())
        click.echo(f"A town of {customers:,} people up to {as_of.date()} is in {home}.")
        click.echo(f"Its night: keyuan nightly --home {home} --as-of {as_of.date()}")


@main.command("init")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@HOME
@click.option("--name", help="The shop's name.")
@click.option("--country", help="Two letters, such as GB; by default guessed.")
@click.option("--timezone", help="Such as Europe/London; by default guessed.")
@click.option("--currency", help="Three letters, such as GBP; by default guessed.")
@click.option(
    "--add", "adds", is_flag=True, help="Add sources to the shop.toml that is there."
)
def start_home(
    files: tuple[Path, ...], home: Path, *, adds: bool, **stated: str | None
) -> None:
    """Look at a shop's exports, and write its home: shop.toml and inbox/."""
    with told():
        from flows.landing.guesses.showing import wide_console
        from flows.landing.guesses.start import start
        from flows.settings import load_shop

        said = {name: value for name, value in stated.items() if value}
        present = load_shop(home) if (home / "shop.toml").exists() else None
        if not start(files, home, said, wide_console(), present, adds=adds):
            sys.exit(1)


@main.command()
@click.argument("name", required=False)
def layouts(name: str | None) -> None:
    """List the export layouts that are read; with a NAME, its columns."""
    with told():
        from flows.landing.telling_layouts import layout_lines, layouts_lines

        for line in layout_lines(name) if name else layouts_lines():
            click.echo(line)


@main.command()
@HOME
@AS_OF
@TARGET
def nightly(home: Path, as_of: datetime | None, target: str) -> None:
    """Build, check and publish one night."""
    from flows.settings import kept_shop, load_shop, prepare_process
    from flows.transform.spark import require_engine

    with told():
        load_shop(home)
        require_engine(target, home)
        prepare_process(home)
        from flows.guard import guarded

        signal.signal(signal.SIGINT, partial(stop_at_once, home))
        with guarded():
            from flows.pipeline import nightly as run_night

            day = str(as_of.date()) if as_of else None
            done = run_night(str(home), day, target)
        click.echo(done["measures"])
        if not done["is_current"]:
            click.echo(
                f"The night {done['night']} is published beside a later one; "
                "'current' stays where it is."
            )
        folder = home / ("current" if done["is_current"] else f"nights/{done['night']}")
        click.echo(f"Published: {home / 'nights' / done['night']}")
        from flows.statement import statement_lines

        currency = kept_shop(folder).currency
        for line in statement_lines(folder / "warehouse.duckdb", currency):
            click.echo(line)
        _tell_audiences(folder)


@main.command()
@HOME
@click.option("--from", "first", type=DAY, required=True, help="The first night.")
@click.option("--to", "last", type=DAY, required=True, help="The last night.")
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="A night every so many days; the last one is always built.",
)
@click.option("--again", is_flag=True, help="Build nights that are there, too.")
@TARGET
def backfill(
    home: Path,
    first: datetime,
    last: datetime,
    every: int,
    *,
    again: bool,
    target: str,
) -> None:
    """Build past nights in order; only the last one may become the current night."""
    from flows.settings import load_shop, prepare_process
    from flows.transform.spark import require_engine

    with told():
        load_shop(home)
        require_engine(target, home)
        prepare_process(home)
        from flows.backfill import Built, built_lines, nights_between
        from flows.backfill import backfill as build_nights
        from flows.guard import guarded

        days = nights_between(first.date(), last.date(), every)
        signal.signal(signal.SIGINT, partial(stop_at_once, home))
        done: list[Built] = []
        try:
            with guarded():
                from flows.pipeline import nightly as run_night

                run = partial(run_night, str(home), target=target)
                done.extend(build_nights(home, days, run, again=again))
        finally:
            for line in built_lines(done, home):
                click.echo(line)


@main.command()
@HOME
@click.option(
    "--from", "first", type=DAY, required=True, help="The last day to learn from."
)
@click.option("--to", "last", type=DAY, required=True, help="The last day to judge.")
def backtest(home: Path, first: datetime, last: datetime) -> None:
    """Predict a shop's own past, and judge it by what came after."""
    from flows.settings import load_shop

    with told():
        load_shop(home)
        from flows.predictions import backtest as past
        from flows.predictions.picture import keep_picture

        learned_to, judged_to = first.date(), last.date()
        facts = past.known_facts(home, judged_to)
        found = past.backtest(facts, learned_to, judged_to)
        for line in past.metric_lines(found, learned_to, judged_to):
            click.echo(line)
        click.echo(
            f"Picture: {keep_picture(home, found.pictured, learned_to, judged_to)}"
        )


@main.command()
@HOME
def train(home: Path) -> None:
    """Learn anew, from the newest night, what to expect and who is who."""
    from flows.settings import load_shop, prepare_process

    with told():
        load_shop(home)
        prepare_process(home)
        from flows.guard import guarded

        with guarded():
            from flows.pipeline import train_likeness, train_predictions

            learned = train_predictions(str(home))
            click.echo(f"Learned what to expect from the night {learned['night']}.")
            for model, reason in learned["models"].items():
                said = (
                    "not used. " + reason if reason else "used from the next night on"
                )
                click.echo(f"  {model:<11} {said}")
            done = train_likeness(str(home))
        click.echo(
            f"Learned who is who from {done['records']:,} records of the night "
            f"{done['night']}."
        )
        change = f"{done['changed']:,} of {done['customers']:,} ids"
        if done["is_kept"]:
            click.echo(f"The next night takes it, and merges or splits {change}.")
            return
        click.echo(
            f"It is not kept: it would merge or split {change}, more than the identity "
            "gate lets through. See whether a source changed its columns; if it is "
            "meant, raise changed_ids_share in settings/identity_limits.csv, run a "
            "night, and train again."
        )
        sys.exit(1)


@main.command()
@HOME
def status(home: Path) -> None:
    """Say which night is current, what it holds, and what was not published."""
    from flows.landing.holdings import holding_lines
    from flows.settings import load_shop
    from flows.status import status_lines

    with told():
        shop = load_shop(home)
        for line in (*status_lines(shop, home), *holding_lines(home)):
            click.echo(line)


@main.command()
@click.argument("who")
@HOME
@click.option("--personal", is_flag=True, help="Show names, addresses and dates too.")
def explain(who: str, home: Path, *, personal: bool) -> None:
    """Say what is known of one customer, and why each campaign has or lacks them.

    WHO is a customer id, a record id, a phone, an e-mail or a member number.
    """
    from flows.explain import night_to_explain, what_is_known
    from flows.explain_lines import explain_lines
    from flows.identity.normalise import normal_contacts
    from flows.settings import kept_shop

    with told():
        night = night_to_explain(home)
        shop = kept_shop(night.folder)
        contacts = normal_contacts(who, shop.country)
        known = what_is_known(night.folder / "warehouse.duckdb", who, contacts)
        for line in explain_lines(known, night.name, shop.currency, personal=personal):
            click.echo(line)


@main.command()
@HOME
@click.option(
    "--to", metavar="NIGHT", help="The night to go back to, such as 2025-06-30."
)
def rollback(home: Path, to: str | None) -> None:
    """Let 'current' point to the night before, or to the one named."""
    from flows.lock import hold_home
    from flows.publication import roll_back
    from flows.settings import load_shop

    with told():
        load_shop(home)
        with hold_home(home, "a rollback"):
            night = roll_back(home, to)
        click.echo(f"{home / 'current'} is now the night {night.name}.")


@main.group()
def quarantine() -> None:
    """List, show or replay the rows that could not land."""


@quarantine.command("list")
@HOME
def list_quarantine(home: Path) -> None:
    """Which rows are set aside, by file and reason; which files were refused."""
    from flows.landing.telling import list_lines
    from flows.settings import load_shop

    with told():
        load_shop(home)
        for line in list_lines(home):
            click.echo(line)


@quarantine.command("show")
@HOME
@click.option("--source", help="Rows of this source alone.")
@click.option("--reason", help="Rows whose reason has this in it.")
@click.option("--limit", default=20, show_default=True, help="How many rows at most.")
def show_quarantine(
    home: Path, source: str | None, reason: str | None, limit: int
) -> None:
    """The rows themselves, as their files had them: personal data on your screen."""
    from flows.landing.telling import show_lines
    from flows.settings import load_shop

    with told():
        load_shop(home)
        for line in show_lines(home, source, reason, limit):
            click.echo(line)


@quarantine.command("replay")
@HOME
@AS_OF
@click.option("--source", help="Rows of this source alone.")
def replay_quarantine(home: Path, as_of: datetime | None, source: str | None) -> None:
    """Read the set-aside rows again, by what shop.toml says now."""
    from flows.clock import date_of
    from flows.landing.replay import replay
    from flows.landing.telling import replay_lines
    from flows.lock import hold_home
    from flows.night import Night
    from flows.settings import load_shop

    with told():
        shop = load_shop(home)
        day = date_of(str(as_of.date()) if as_of else None, shop.zone)
        with hold_home(home, "a replay of the quarantine"):
            done = replay(Night(home, day, 1), shop, source)
        for line in replay_lines(done):
            click.echo(line)


@main.command()
@HOME
@TARGET
def doctor(home: Path, target: str) -> None:
    """Look for what would keep a night from running, and say how to mend it."""
    from flows.doctor import examine

    findings = examine(home, target)
    for finding in findings:
        click.echo(f"{'ok  ' if finding.is_good else 'MEND'}  {finding.text}")
    if not all(finding.is_good for finding in findings):
        sys.exit(1)


@main.command()
@HOME
@click.option(
    "--cron", default="0 3 * * *", show_default=True, help="When, at the shop."
)
@click.option(
    "--training-cron",
    default="0 5 * * 0",
    show_default=True,
    help="When the weekly training runs, at the shop.",
)
@click.option("--port", default=4200, show_default=True, help="Where Prefect's UI is.")
@TARGET
def serve(home: Path, cron: str, training_cron: str, port: int, target: str) -> None:
    """Run the nights on schedule, with Prefect's server and UI on this machine."""
    from flows.settings import load_shop, prepare_process
    from flows.transform.spark import require_engine

    with told():
        shop = load_shop(home)
        require_engine(target, home)
        prepare_process(home)
        from flows.serve import serve_nightly

        serve_nightly(shop, home, cron, training_cron, port, target)


def _tell_audiences(folder: Path) -> None:
    """The last lines of a night: where the audiences are, and how many are in each."""
    import json

    manifest = json.loads((folder / "audiences" / "manifest.json").read_text("utf-8"))
    campaigns: dict[str, dict[str, int]] = {}
    for file in manifest["files"]:
        campaigns.setdefault(file["campaign"], {})[Path(file["path"]).name] = file[
            "rows"
        ]
    click.echo(f"Report:    {folder / 'report' / 'index.html'}")
    click.echo(f"Audiences: {folder / 'audiences'}")
    for campaign, files in campaigns.items():
        rows = ", ".join(f"{name} {count:,}" for name, count in files.items())
        click.echo(f"  {campaign:<20} {rows}")


if __name__ == "__main__":
    main()
