"""The other partners: drawn from a seed, each with the facts that its recorded tier asks."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from store.portfolio.sample.book import BUILD, EIGHT, MANAGERS, SEGMENT, SOLUTION, Book
from store.portfolio.sample.stories import LAUNCHED

_NAMES = (
    "Amber Ridge Partners",
    "Basalt Cloud",
    "Copperleaf Digital",
    "Driftwood Labs",
    "Evergreen Interactive",
    "Foxglove Data",
    "Granary Software",
    "Hollow Oak Consulting",
    "Indigo Bay Systems",
    "Juniper Lane Agency",
    "Kestrel Commerce",
    "Lakeshore Telecom",
    "Mosaic Customer Group",
    "Nimbus Bridge",
    "Osprey Contact Centers",
    "Paper Lantern Studio",
    "Quince & Partners",
    "Redwood Signal",
    "Saltmarsh Technology",
    "Tallgrass Integration",
    "Umber Analytics",
    "Violet Harbor",
    "Willow Creek Voice",
    "Yarrow Networks",
)
_CUSTOMERS = (
    "Aurora Outfitters",
    "Beacon Schools",
    "Cobalt Mining",
    "Daylight Foods",
    "Ember Gaming",
    "Fairway Motors",
    "Glacier Water",
    "Hearth Homes",
    "Ivory Cosmetics",
    "Jade Airlines",
    "Keystone Legal",
    "Lattice Energy",
    "Meadow Dairy",
    "Nova Fitness",
    "Opal Jewelers",
    "Prairie Credit Union",
)
_COUNTRIES = ("US", "US", "US", "GB", "DE", "FR", "CA", "AU", "JP", "NL")
_RATES = {"EUR": Decimal("1.0840"), "GBP": Decimal("1.2715"), "JPY": Decimal("0.006680")}
_RATE_STEP = Decimal("0.000001")
_RATE_MONTHS = 38


@dataclass(frozen=True, slots=True)
class _Size:
    """What a recorded tier usually comes with: people and the revenue of a year, from and to."""

    technical: tuple[int, int]
    sales: tuple[int, int]
    revenue: tuple[int, int]


_SIZES = {
    "registered": _Size((0, 2), (0, 1), (0, 15_000)),
    "bronze": _Size((3, 8), (1, 4), (24_000, 150_000)),
    "silver": _Size((10, 14), (5, 8), (205_000, 600_000)),
    "gold": _Size((15, 22), (10, 13), (1_010_000, 1_900_000)),
}
_TIERS = ("registered", "bronze", "bronze", "bronze", "silver", "silver", "gold")


def add_crowd(book: Book, seed: int) -> None:
    """Add the exchange rates and the partners that no story needs."""
    _rates(book)
    rng = Random(seed)  # noqa: S311 - the same sample every time is the point, nothing is secret
    for place, name in enumerate(_NAMES):
        id = name.lower().replace(" & ", "-").replace(" ", "-")
        if place % 8 == 6:
            _launched(book, rng, id, name)
        elif place % 8 == 7:
            book.partner(id, name, "isv", rng.choice(_COUNTRIES))
            book.enroll(id, SOLUTION, None, rng.choice(MANAGERS), active=-rng.randint(3, 80))
        else:
            _tiered(book, rng, id, name)


def _tiered(book: Book, rng: Random, id: str, name: str) -> None:
    program = rng.choice((SEGMENT, SEGMENT, BUILD))
    tier = rng.choice(_TIERS)
    size = _SIZES[tier]
    book.partner(id, name, rng.choice(("si", "resell")), rng.choice(_COUNTRIES))
    book.enroll(id, program, tier, rng.choice(MANAGERS), since=-rng.randint(90, 500), active=-rng.randint(1, 60))
    book.sign(id, "baseline", signed=-rng.randint(560, 900))
    book.people(id, "technical", rng.randint(*size.technical), earned=-rng.randint(60, 280))
    book.people(id, "sales", rng.randint(*size.sales), earned=-rng.randint(60, 280))
    product = "flex" if program == BUILD else rng.choice(("segment", "engage"))
    _deals(book, rng, id, product, rng.randint(*size.revenue))
    if rng.random() < 0.5:
        book.meet(id, program, "pipeline_review", -rng.randint(10, 35), held=True)
    book.meet(id, program, "qbr", rng.randint(4, 80), held=False)
    if rng.random() < 0.4:
        state = rng.choice(("submitted", "approved", "won", "expired"))
        submitted = -rng.randint(4, 90)
        decided = None if state == "submitted" else submitted + 3
        earr = f"{rng.randint(12, 90)}000.00"
        book.register(id, program, rng.choice(_CUSTOMERS), earr, state, submitted, decided=decided, product=product)


def _deals(book: Book, rng: Random, id: str, product: str, revenue: int) -> None:
    """Won deals that sum to `revenue` inside the trailing year, an older one, and one that is open."""
    shares = [rng.uniform(0.2, 1.0) for _ in range(rng.randint(1, 4))]
    left = revenue
    for share in shares[1:]:
        part = int(revenue * share / sum(shares))
        left -= part
        _won(book, rng, id, product, part)
    _won(book, rng, id, product, left)
    book.deal(id, rng.choice(_CUSTOMERS), f"{rng.randint(9, 70)}500.00", -rng.randint(370, 640), product=product)
    stage = rng.choice(("prospecting", "qualified", "proposal", "negotiation", "closed_lost"))
    close = -rng.randint(5, 40) if stage == "closed_lost" else rng.randint(10, 120)
    book.deal(id, rng.choice(_CUSTOMERS), f"{rng.randint(9, 70)}000.00", close, stage=stage, product=product)


def _won(book: Book, rng: Random, id: str, product: str, earr: int) -> None:
    if earr > 0:
        role = rng.choice(("influenced", "resold"))
        book.deal(id, rng.choice(_CUSTOMERS), f"{earr}.00", -rng.randint(30, 330), product=product, role=role)


def _launched(book: Book, rng: Random, id: str, name: str) -> None:
    book.partner(id, name, "technology", rng.choice(_COUNTRIES))
    book.enroll(id, EIGHT, None, rng.choice(MANAGERS), active=-rng.randint(2, 50))
    done = rng.randint(1, len(LAUNCHED) - 1)
    book.steps(id, LAUNCHED[:done], LAUNCHED[done])
    if done > 1:
        book.sign(id, "partnership", signed=-rng.randint(90, 200))
    book.meet(id, EIGHT, "pipeline_review", -rng.randint(12, 30), held=True)
    book.meet(id, EIGHT, "pipeline_review", rng.randint(2, 20), held=False)


def _rates(book: Book) -> None:
    """A rate on the first of every month; each wanders a little around its base."""
    month = book.today.replace(day=1)
    for age in range(_RATE_MONTHS):
        for currency, base in _RATES.items():
            wobble = Decimal((age * 7 + len(currency) * age) % 11 - 5) / 1000
            book.rate(currency, month, (base * (1 + wobble)).quantize(_RATE_STEP))
        month = (month - timedelta(days=1)).replace(day=1)
