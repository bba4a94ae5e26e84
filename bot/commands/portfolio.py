"""`tierline import`, `export` and `sample`: portfolio folders in and out."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bot.clock import SystemClock, today
from bot.commands.database import database_option, note_migration
from bot.commands.failing import in_words
from bot.commands.operator import operator
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from store.portfolio.importing import ImportReport
    from store.portfolio.vocabulary import Vocabulary
    from store.portfolio.writing import Progress

MOST_WARNINGS = 20


@click.command("import")
@click.argument("portfolio", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@database_option
@in_words
def import_command(portfolio: Path, dry_run: bool, database_url: str | None) -> None:
    """Read PORTFOLIO, a folder of CSV files or an .xlsx workbook, into the database: whole or not at all."""
    settings = load_settings()
    url = database_url or settings.database_url
    report = _preview(settings, url, portfolio) if dry_run else _import(settings, url, portfolio)
    for warning in _warnings(report):
        click.echo(warning, err=True)
    for line in _lines(report, dry_run=dry_run):
        click.echo(line)


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace portfolio files that are there already.")
@database_option
@in_words
def export_command(folder: Path, force: bool, database_url: str | None) -> None:
    """Write the portfolio to FOLDER as CSV files that `import` reads back."""
    from store.engine import open_store
    from store.portfolio.exporting import export_portfolio

    with closing(open_store(database_url or load_settings().database_url)) as store:
        store.check()
        counts = export_portfolio(store, folder, force=force)
    for name, count in counts.items():
        click.echo(f"{name}.csv: {count:,} rows")
    click.echo(f"Written to {folder}.")


@click.command("sample")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day that the sample is about; today by default."
)
@click.option("--force", is_flag=True, help="Replace portfolio files that are there already.")
@in_words
def sample_command(folder: Path, day: datetime | None, force: bool) -> None:
    """Write a believable portfolio of about 40 partners to FOLDER, with dates around today."""
    from store.portfolio.sample import write_sample

    about = day.date() if day else today(SystemClock(), load_settings().tierline_time_zone)
    counts = write_sample(folder, about, force=force)
    click.echo(f"Wrote {sum(counts.values()):,} rows in {len(counts)} files to {folder}, as of {about}.")
    click.echo(f"Read them with `tierline import {folder}`.")


def _import(settings: Settings, url: str, portfolio: Path) -> "ImportReport":
    from store.engine import open_store
    from store.migrate import migrate_if_new
    from store.portfolio.importing import import_portfolio

    words = _vocabulary(settings)
    if migrate_if_new(url):
        note_migration(url)
        click.echo("Made a new database.", err=True)
    with closing(open_store(url)) as store, _progress() as progress:
        store.check()
        return import_portfolio(store, portfolio, words, at=SystemClock().now(), actor=operator(), progress=progress)


def _preview(settings: Settings, url: str, portfolio: Path) -> "ImportReport":
    from store.engine import open_store, parse_url, sqlite_file
    from store.migrate import migrate
    from store.portfolio.importing import preview

    words = _vocabulary(settings)
    file = sqlite_file(parse_url(url))
    if file is None or file.exists():
        with closing(open_store(url)) as store:
            store.check()
            return preview(store, portfolio, words)
    with TemporaryDirectory() as folder:  # nothing to compare with yet: everything is new
        empty = f"sqlite:///{folder}/empty.db"
        migrate(empty)
        with closing(open_store(empty)) as store:
            return preview(store, portfolio, words)


def _vocabulary(settings: Settings) -> "Vocabulary":
    from handlers.portfolio import portfolio_vocabulary
    from programs.catalog import Catalog

    return portfolio_vocabulary(Catalog.load(settings.tierline_programs_dir))


@contextmanager
def _progress() -> "Iterator[Progress]":
    """A bar on standard error for every file, when a person watches."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    console = Console(stderr=True)
    with Bars(console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(file: str, done: int, total: int) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(file, total=total)
            bars.update(tasks[file], completed=done)

        yield show


def _warnings(report: "ImportReport") -> Iterator[str]:
    """The first warnings of each file; of a file where everything is odd, a person needs no ten thousand."""
    from store.portfolio.problems import printable

    shown = Counter[str]()
    for warning in report.warnings:
        shown[warning.file] += 1
        if shown[warning.file] <= MOST_WARNINGS:
            yield f"Warning: {warning}"
    for file, count in shown.items():
        if count > MOST_WARNINGS:
            yield printable(f"Warning: {file}: … and {count - MOST_WARNINGS:,} more like these")


def _lines(report: "ImportReport", *, dry_run: bool) -> Iterator[str]:
    from store.portfolio.problems import printable

    for file in report.files:
        yield f"{file.name}: {file.added:,} added, {file.changed:,} changed, {file.unchanged:,} unchanged"
        if dry_run:
            for change in file.examples:
                cells = "; ".join(
                    f"{name}: {old or '(empty)'} -> {new or '(empty)'}" for name, old, new in change.cells
                )
                yield printable(f"  {change.key}: {cells}")
            if file.changed > len(file.examples):
                yield f"  … and {file.changed - len(file.examples):,} more"
    if dry_run:
        yield "Nothing was written (--dry-run)."
    elif not report.written:
        yield "Nothing has changed since the last import."
