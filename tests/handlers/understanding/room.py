"""A reader at a portfolio of names alone: no database, so that thousands of messages can be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from handlers.asked import Asked
from handlers.desk import DeskSettings
from handlers.kinds.table import SKILLS
from handlers.portfolio_view import PortfolioView
from handlers.question import Question
from handlers.reader import Reader
from handlers.request import Conversation, Place, Request
from handlers.understanding.reading import Reading
from handlers.work import Task
from programs.catalog import Catalog
from store.records import PartnerFile, PartnerName
from store.work import Work
from tests.support.desk import NOW, PAM

SEGMENT, BUILD, LAUNCH = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"
TODAY = date(2024, 7, 15)


def partner(id: str, name: str, *aliases: str, domain: str | None = None) -> PartnerName:
    return PartnerName(id, name, aliases, domain, True)


PARTNERS = (
    partner("acme", "Acme Communications", "Acme", domain="acme.example"),
    partner("acme-ind", "Acme Industries, Inc."),
    partner("bronze-bell", "Bronze Bell Media"),
    partner("cafe", "Café Numérique SARL"),
    partner("globex", "Globex GmbH", domain="globex.example"),
    partner("gold-coast", "Gold Coast Integrators"),
    partner("hey", "Hey Digital"),
    partner("initech", "Initech LLC"),
    partner("kanda", "株式会社神田"),
    partner("lone", "Lone Star Consulting"),
    partner("newdeal", "New Deal Partners"),
    partner("next-quarter", "Stark Logistics"),
    partner("nova-1", "Nova Systems"),
    partner("nova-2", "Nova Partners"),
    partner("nsa", "Next Step Advisory"),
    partner("pixelpeak", "PixelPeak"),
    partner("q2-analytics", "Q2 Analytics"),
    partner("sfd", "Silver Fern Digital"),
    partner("smith", "Smith, Jones and Daughters"),
    partner("tokyo", "東京システム"),
    partner("zarya", "Заря Системы"),
)
MANAGERS = (
    "mei@vendor.example",
    "pam.okafor@vendor.example",
    "sam.lindqvist@vendor.example",
    "sam.reyes@vendor.example",
)
REGISTRATIONS = ("DR-1001", "DR-1002", "REG-77")


@dataclass(frozen=True)
class Names:
    """What a portfolio view reads of the portfolio: here only names."""

    partners: tuple[PartnerName, ...] = PARTNERS
    emails: tuple[str, ...] = MANAGERS

    def names(self) -> tuple[PartnerName, ...]:
        return self.partners

    def file(self, partner: str) -> PartnerFile | None:
        raise AssertionError(f"reading a message looks nothing up, but asked for {partner}")

    def managers(self) -> tuple[str, ...]:
        return self.emails

    def numbered(self) -> str:
        return "DR"


@cache
def shipped() -> tuple[Catalog, Reader]:
    """The shipped programs with their reader, built once."""
    catalog = Catalog.load()
    return catalog, Reader(catalog, SKILLS)


@dataclass
class Room:
    """Reads messages one after the other, as Pam; what is `said` in a row stands in one thread."""

    names: Names = field(default_factory=Names)
    catalog: Catalog = field(default_factory=lambda: shipped()[0])
    reader: Reader = field(default_factory=lambda: shipped()[1])
    as_of: date = TODAY
    user: str | None = "pam.okafor@vendor.example"

    def __post_init__(self) -> None:
        self.view = PortfolioView(1, self.names, self.reader.reserved)
        self._desk = DeskSettings(zone="UTC", country="US", platform="terminal", workspace="terminal")
        recorded = {number: number for number in REGISTRATIONS}.get
        self._work = cast(Work, SimpleNamespace(registrations=SimpleNamespace(recorded=recorded)))

    def read(self, text: str, before: tuple[Question, ...] = ()) -> Reading:
        """How a message is read."""
        request = Request(replace(PAM, email=self.user), Conversation("C1", Place.channel), NOW, self.as_of, text=text)
        return self.reader.read(Asked(Task(request, self._work, self.catalog, self._desk), text, self.view), before)

    def questions(self, *said: str) -> tuple[Question, ...]:
        """What the last of these messages asks when they are said one after the other in a thread."""
        before: tuple[Question, ...] = ()
        asked: tuple[Question, ...] = ()
        for text in said:
            asked = self.read(text, before).questions
            before = tuple(each for each in asked if each.kind not in NO_TOPIC) or before
        return asked

    def one(self, *said: str) -> Question:
        """The only question of the last message."""
        (question,) = self.questions(*said)
        return question

    def told(self, *said: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Kind and reading of each question, as `ask --json` shows them."""
        return [(str(each.kind), each.reading()) for each in self.questions(*said)]

    def linked(self, text: str) -> dict[str, tuple[Any, ...]]:
        """What the words of a message name, by slot."""
        found: dict[str, tuple[Any, ...]] = {}
        for item in self.read(text).linked.items:
            for slot in item.slots:
                found[slot] = (*found.get(slot, ()), *item.values(slot))
        return found


NO_TOPIC = frozenset({"not_understood", "help", "out_of_scope"})
