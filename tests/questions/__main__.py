"""How well questions are read: `python -m tests.questions [SET ...] [--fails]`, without sets every set but the unseen.

Prints for each kind how many questions were answered right, asked back and answered wrong, and the facts that are not
those of the oracle. The unseen set runs only when it is named.
"""

import argparse
import sys
from collections import Counter

from tests.questions.running import BACK, RIGHT, WRONG, Result, run
from tests.questions.sets import SETS, UNSEEN

ROW = "{:16}{:>7}{:>12}{:>7}{:>9}"


def report(result: Result, *, fails: bool) -> str:
    """One set as a table; `fails` adds every question that was not answered right."""
    lines = [f"{result.name}: {len(result.verdicts)} questions", ROW.format("kind", RIGHT, BACK, WRONG, "share")]
    total: Counter[str] = Counter()
    for kind, counted in result.kinds().items():
        total.update(counted)
        lines.append(_row(kind, counted))
    lines.append(_row("all", total))
    lines.append(f"{WRONG} {result.share(WRONG):.1f} %")
    lines.append(f"facts compared {result.compared.total()}, differing {len(result.differing)}")
    lines += result.differing
    return "\n".join([*lines, *(result.failed() if fails else ())])


def _row(kind: str, counted: Counter[str]) -> str:
    share = f"{100 * counted[RIGHT] / counted.total():.1f} %"
    return ROW.format(kind, counted[RIGHT], counted[BACK], counted[WRONG], share)


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.questions", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(SETS)} or {UNSEEN}")
    parser.add_argument("--fails", action="store_true", help="list the questions that were not answered right")
    asked = parser.parse_args(words)
    if unknown := set(asked.sets) - {*SETS, UNSEEN}:
        parser.error(f"no such set: {', '.join(sorted(unknown))}")
    for name in asked.sets or SETS:
        sys.stdout.write(report(run(name), fails=asked.fails) + "\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
