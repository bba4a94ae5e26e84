"""`python -m tests.fuzz [guard|payload] [--cases N] [--seed S]`: a long run, and its figures."""

import argparse
import tempfile
import time
from pathlib import Path

import click

from tests.fuzz.running import KINDS, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        figures = run(Path(folder), asked.kind, asked.cases, asked.seed)
        took = time.perf_counter() - began
    click.echo(f"{asked.kind}: {figures.cases:,} cases, seed {asked.seed}, {figures.cases / took:,.0f} a second")
    for (what, status), count in sorted(figures.statuses.items()):
        click.echo(f"  {what:<20} {status}  {count:,}")
    click.echo(f"  refused because Bolt could not read them: {figures.bolts:,}")
    click.echo(f"  failures {len(figures.failures)}")
    for each in figures.failures[:20]:
        click.echo(f"    {each}")


if __name__ == "__main__":
    main()
