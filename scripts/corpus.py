"""Everything that Tierline shows, met by using it: questions asked, buttons pressed, forms filled in wrong and right.

The real handlers answer on the sample portfolio of a fixed day; what comes back is what the surfaces have to draw.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select

from handlers.assistant import Assistant
from handlers.desk import DeskSettings
from handlers.digests.channels import ChannelPlanner
from handlers.digests.planner import DigestPlanner
from handlers.documents import Buttons, Choice, Feedback, Field, FieldErrors, Form, Input, Options, Reply
from handlers.errors import UserError
from handlers.helping import COMMANDS
from handlers.kinds.table import SKILLS
from handlers.portfolio import portfolio_vocabulary
from handlers.request import Actor, Conversation, Place, Request, Role, Value
from handlers.reviews.planner import ReminderPlanner
from handlers.routes import routes
from handlers.wire import load
from programs.catalog import Catalog
from store.engine import Store, open_store
from store.migrate import migrate
from store.models import OutboxMessage
from store.portfolio.importing import import_portfolio
from store.portfolio.sample import write_sample
from store.records import ChannelBinding
from store.repositories.registrations import RegistrationFilter
from store.staff_records import StaffMember

TODAY: Final = date(2026, 11, 24)
NOW: Final = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
_MOST: Final = 4
"""How often one route is tried by one person."""
_OF_A_DEAL: Final = (
    *("deals.show", "deals.history", "deals.timeline", "deals.amend", "deals.answer", "deals.appeal"),
    *("deals.resolve", "deals.rule"),
)
_UNCHANGED: Final = re.compile(r"\b(Nothing|no longer|does not|Only|only|not any more)\b")
_OF_CHANNELS: Final = ("subscri", "channels.", "bind", "release")
"""What is asked in a channel, because it is about one."""
_PARTNERS: Final = ("Acme Communications", "Northwind Traders")
_FILLED: Final[Mapping[str, Value]] = {
    "partner": "acme",
    "customer": "Initrode",
    "products": ("twilio-segment-2024/segment",),
    "country": "GB",
    "earr": "120k",
    "customer_domain": "initrode.com",
    "email": "lena.brandt@vendor.example",
    "person": "lena.brandt@vendor.example",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One document, and what it came from: the question's kind, the route, or `outbox` for what is sent unasked.

    `errors` stand at the fields of a form that was not right, with the `values` that were filled in.
    """

    origin: str
    document: Reply | Form | Options
    values: Mapping[str, Value] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def _assistant(folder: Path) -> Iterator[tuple[Store, Assistant]]:
    url = f"sqlite:///{folder / 'corpus.db'}"
    write_sample(folder / "portfolio", TODAY)
    migrate(url)
    store = open_store(url)
    settings = DeskSettings(
        zone="America/Los_Angeles",
        country="US",
        platform="slack",
        workspace="T1",
        deal_desk="CDEALS",
        review_channel="CREVIEWS",
    )
    try:
        import_portfolio(store, folder / "portfolio", portfolio_vocabulary(Catalog.load()), at=NOW, actor="corpus")
        with store.write() as work:
            work.bindings.bind(ChannelBinding("T1", "CBOUND", "acme", "corpus", NOW))
            for email, role in _STAFF.items():
                work.staff.put(StaffMember(email, role, None, "corpus", NOW))
        yield store, Assistant(store, Catalog.load(), settings)
    finally:
        store.close()


_STAFF: Final = {
    "noa.levi@vendor.example": "admin",
    "dana.ruiz@vendor.example": "approver",
    "sam.lindqvist@vendor.example": "approver",
    "pam.ortiz@vendor.example": "manager",
}
_OURS: Final = tuple(
    Actor("T1", f"U0{email[:3].upper()}000", email.split("@")[0].replace(".", " ").title(), Role.member, email)
    for email in ("pam.ortiz@vendor.example", "dana.ruiz@vendor.example", "noa.levi@vendor.example")
)
_THEIRS: Final = Actor("T9", "U0EVE000", "Eve Acme", Role.outsider, "eve@acme.example")


def corpus(folder: Path) -> list[Shown]:
    """What everybody is shown, in the order in which it is met; the same document once. `folder` is for the data."""
    with _assistant(folder) as (store, assistant):
        walk = _Walk(assistant)
        with store.read() as work:
            numbers = work.registrations.found_ids(RegistrationFilter())
        _remind(store, assistant)
        walk.read(store)
        pam, dana, noa = _OURS
        for actor in (pam, dana, pam, noa, _THEIRS):
            walk.as_(actor, numbers)
        walk.read(store)
        return walk.shown


def _remind(store: Store, assistant: Assistant) -> None:
    """Have the clock write what is due in the next three weeks."""
    catalog, desk = Catalog.load(), assistant.desk
    for day in range(22):
        now = NOW + timedelta(days=day)
        for planner in (ReminderPlanner, DigestPlanner, ChannelPlanner):
            planner(store, catalog, desk).tick(now)


@dataclass
class _Walk:
    assistant: Assistant
    shown: list[Shown] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    looks: deque[tuple[str, str]] = field(default_factory=deque)
    changes: deque[tuple[str, str]] = field(default_factory=deque)
    unfilled: deque[Form] = field(default_factory=deque)
    tried: Counter[str] = field(default_factory=Counter)
    changed: set[str] = field(default_factory=set)
    number: int = 0
    actor: Actor = _OURS[0]

    def read(self, store: Store) -> None:
        """Read what waits to be sent, whenever it is due, and press its buttons."""
        with store.read() as work:
            kept = [
                load(row) for row in work.session.scalars(select(OutboxMessage.document).order_by(OutboxMessage.id))
            ]
        for reply in kept:
            self.note(Shown("outbox", reply))
            self._follow(reply)

    def as_(self, actor: Actor, registrations: Sequence[str]) -> None:
        """Ask everything, press everything, and every route with nothing."""
        self.actor, self.tried, self.changed = actor, Counter(), set()
        for id in registrations:
            for route in _OF_A_DEAL:
                self._ask(f"route {route}", route=route, value=id)
        for words, origin in _questions():
            self._ask(origin, text=words)
        for name in (*routes(), "no.route"):
            self._later(name, "")
        self._do_everything()

    def _do_everything(self) -> None:
        """Look at everything before anything is changed, and fill in the forms before buttons change more."""
        while self.looks or self.unfilled or self.changes:
            if self.looks:
                self._press(*self.looks.popleft())
            elif self.unfilled:
                self._fill(self.unfilled.popleft())
            else:
                self._press(*self.changes.popleft())

    def _later(self, route: str, value: str) -> None:
        known = routes().get(route)
        (self.changes if known and known.writes else self.looks).append((route, value))

    def note(self, shown: Shown) -> None:
        """Keep a document, once."""
        key = repr((shown.origin, shown.document, sorted(shown.errors)))
        if key not in self.known:
            self.known.add(key)
            self.shown.append(shown)

    def _press(self, route: str, value: str) -> None:
        if self.tried[route] >= _MOST or route in self.changed:
            return
        self.tried[route] += 1
        self._ask(f"route {route}", route=route, value=value)

    def _ask(self, origin: str, **asked: str) -> None:
        outcome = self._handled(self._request(**asked))
        self._count(asked.get("route", ""), outcome)
        if isinstance(outcome, Reply | Form | Options):
            self.note(Shown(origin, outcome))
            self._follow(outcome)

    def _count(self, route: str, outcome: object) -> None:
        """One success is enough for what changes something: the next record is left for another route."""
        known = routes().get(route)
        if known and known.writes and isinstance(outcome, Reply) and not _UNCHANGED.search(outcome.summary):
            self.changed.add(route)

    def _handled(self, request: Request) -> object:
        try:
            return self.assistant.handle(request)
        except UserError as error:
            return Reply(error.sentence)

    def _request(self, **asked: object) -> Request:
        self.number += 1
        place = Conversation("C1", Place.direct)
        if self.actor is _THEIRS:
            place = Conversation("CBOUND", Place.shared)
        elif str(asked.get("route") or asked.get("text")).startswith(_OF_CHANNELS):
            place = Conversation("CDESK", Place.channel, joined=True)
        return Request(self.actor, place, NOW, TODAY, key=f"corpus-{self.number}", **asked)  # type: ignore[arg-type]

    def _follow(self, document: Reply | Form | Options) -> None:
        if isinstance(document, Form):
            self.unfilled.append(document)
        elif isinstance(document, Reply):
            for part in document.parts:
                pressed = part.items if isinstance(part, Buttons) else ()
                for button in pressed:
                    self._later(button.route, button.value)
                if isinstance(part, Feedback):
                    self._later(part.route, f"bad|{part.value}")

    def _fill(self, form: Form) -> None:
        """Send a form with nothing in it, then with something sensible."""
        if self.tried[f"form {form.route}"] >= _MOST:
            return
        self.tried[f"form {form.route}"] += 1
        empty = {each.name: "" for each in form.fields}
        full = {each.name: self._value(each) for each in form.fields}
        for filled in (empty, full)[: 1 if form.route in self.changed else 2]:
            outcome = self._handled(self._request(route=form.route, values={**dict(form.state), **filled}))
            self._count(form.route, outcome)
            if isinstance(outcome, FieldErrors):
                self.note(Shown(f"route {form.route}", form, filled, outcome.errors))
            elif isinstance(outcome, Reply | Form):
                self.note(Shown(f"route {form.route}", outcome))
                self._follow(outcome)

    def _value(self, each: Field) -> Value:
        start = each.initial
        if each.name in _FILLED:
            return _FILLED[each.name]
        if isinstance(start, Choice):
            return start.value
        offered = [*each.choices, *(choice for group in each.groups for choice in group.choices)]
        match each.input:
            case Input.choices:
                chosen = start if isinstance(start, tuple) and start else offered[:1]
                return tuple(choice.value for choice in chosen)
            case Input.choice:
                return start if isinstance(start, str) and start else offered[0].value if offered else ""
            case Input.search:
                return self._searched(each)
            case Input.day:
                return start if isinstance(start, str) and start else (TODAY + timedelta(days=30)).isoformat()
            case _:
                return start if isinstance(start, str) and start else "Send the security paper; Dana Ruiz; in two weeks"

    def _searched(self, each: Field) -> str:
        found = self._handled(self._request(route=each.search, value="a"))
        if isinstance(found, Options):
            self.note(Shown(f"route {each.search}", found))
            return found.choices[0].value if found.choices else ""
        return ""


def _questions() -> Iterator[tuple[str, str]]:
    """Every kind's examples and every command about two partners, with the name of what answers."""
    fillings = {"tier": "gold", "benefit": "MDF", "manager": "pam.ortiz@vendor.example", "registration": "DR-1001"}
    for skill in SKILLS:
        for example in skill.examples:
            for name in _PARTNERS if "{partner}" in example else _PARTNERS[:1]:
                words = example.replace("{partner}", name).replace("{other}", "Globex")
                yield re.sub(r"\{(\w+)\}", lambda slot: fillings.get(slot[1], slot[1]), words), f"question {skill.kind}"
    for command in COMMANDS:
        words = re.sub(r"[\[\]]", "", command.removeprefix("/partner ")).replace("PARTNER", "Acme")
        words = words.replace("TIER", "gold").replace("PERIOD", "this quarter").replace("STATE", "approved")
        yield words.replace(" or gold", "").replace("…", "are at risk"), f"command {words.split()[0]}"
    for words in ("which partners are near gold", "tier of all partners", "zork", "tier Acm", "who are you", "hello"):
        yield words, "question in other words"
