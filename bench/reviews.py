"""`python -m bench.reviews`: a year of 500 enrollments with a clock that jumps, and what planning costs for all."""

import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.portfolio import write_portfolio
from handlers.desk import DeskSettings
from handlers.portfolio import portfolio_vocabulary
from handlers.reviews.planner import ReminderPlanner
from programs.catalog import Catalog
from store.engine import open_store
from store.migrate import migrate
from store.portfolio.importing import import_portfolio
from tests.support.simulated_year import Year

ENROLLMENTS, FIRST, LAST = 500, date(2026, 1, 1), date(2026, 12, 31)
PARTNERS, ROWS = 10_000, 200_000


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tierline-bench-") as name:
        lived(Path(name))
        planned(Path(name))


def lived(folder: Path) -> None:
    """A year, by two planners that restart, with clocks that are set back and leap; eight zones, five countries."""
    url = f"sqlite:///{folder / 'year.db'}"
    migrate(url)
    store = open_store(url)
    began = time.perf_counter()
    report = Year(store, FIRST, LAST, ENROLLMENTS, seed=2026).live()
    store.close()
    took = time.perf_counter() - began
    print(f"a year of {ENROLLMENTS} enrollments  {took:6.1f} s, {report.ticks:,} ticks, {report.jumps} clock jumps,")
    print(f"  {report.changes_of_clocks} changes to or from daylight-saving time")
    print(f"  expected {report.expected:,}, came {report.came:,} (nobody could send {report.unreachable:,})")
    wrong = f"lost {len(report.lost)}, unexpected {len(report.unexpected)}"
    print(f"  {wrong}, doubled {report.doubled}, early {report.early}")
    print("  floor: 0 lost, 0 unexpected, 0 doubled, 0 early")


def planned(folder: Path) -> None:
    """One round of planning over 10,000 partners, and a tick that finds nothing changed."""
    now = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0)
    url = f"sqlite:///{folder / 'many.db'}"
    write_portfolio(folder / "portfolio", PARTNERS, ROWS, now.date())
    migrate(url)
    store, catalog = open_store(url), Catalog.load()
    import_portfolio(store, folder / "portfolio", portfolio_vocabulary(catalog), at=now, actor="bench")
    planner = ReminderPlanner(store, catalog, DeskSettings("America/New_York", "US", "slack", "T1"))
    for what in ("first round", "after a change", "nothing changed"):
        if what == "after a change":
            planner = ReminderPlanner(store, catalog, DeskSettings("America/New_York", "US", "slack", "T1"))
        began = time.perf_counter()
        written = planner.tick(now + timedelta(seconds=1))
        print(f"planning, {what:<18} {time.perf_counter() - began:6.2f} s, {written:,} messages   floor: 5 s a round")
    store.close()


if __name__ == "__main__":
    main()
