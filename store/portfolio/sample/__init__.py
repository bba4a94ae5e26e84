"""A believable portfolio to try everything with: a pure function of a day and a seed."""

from datetime import date
from pathlib import Path

from store.portfolio.folder import write_folder
from store.portfolio.sample.book import Book
from store.portfolio.sample.crowd import add_crowd
from store.portfolio.sample.stories import add_stories
from store.portfolio.sheets import SHEETS

SEED = 2024


def sample(today: date, seed: int = SEED) -> Book:
    """About 40 partners of the four programs, with dates around `today`; the stories do not depend on `seed`."""
    book = Book(today)
    add_stories(book)
    add_crowd(book, seed)
    return book


def write_sample(folder: Path, today: date, *, seed: int = SEED, force: bool = False) -> dict[str, int]:
    """Write the sample as a portfolio folder; returns rows by file.

    Raises:
        StoreError: portfolio files are there already and `force` is off, or the folder cannot be written.
    """
    book = sample(today, seed)
    return write_folder(folder, ((sheet, book.rows(sheet)) for sheet in SHEETS), force=force)
