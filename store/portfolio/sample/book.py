"""Collecting the rows of a sample portfolio. Days are counted from the sample's today: -30 is thirty days ago."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from store.portfolio.cells import Cell
from store.portfolio.sheets import Sheet

SEGMENT = "twilio-segment-2024"
BUILD = "twilio-build-2022"
EIGHT = "8x8-sellwith8-2023"
SOLUTION = "twilio-solution-partners"

PAM = "pam.ortiz@vendor.example"
DEV = "dev.rao@vendor.example"
LENA = "lena.brandt@vendor.example"
TOM = "tom.okafor@vendor.example"
MANAGERS = (PAM, DEV, LENA, TOM)

_FIRST = ("Ada", "Ben", "Chloe", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Luca", "Maya")
_LAST = ("Abbott", "Brandão", "Cho", "Díaz", "Eriksen", "Fontaine", "Gupta", "Hoang", "Ivanova", "Jansen", "Kowalski")
_SELLERS = ("rita.moss@vendor.example", "sam.lind@vendor.example", "uma.patel@vendor.example")


class Book:
    """The rows of a portfolio by file, each as a mapping of column to value."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.files: defaultdict[str, list[dict[str, Cell]]] = defaultdict(list)
        self._people = 0

    def rows(self, sheet: Sheet) -> list[list[Cell]]:
        """The rows of one file in the order of its columns; what was not said is empty."""
        return [[row.get(column.name) for column in sheet.columns] for row in self.files[sheet.name]]

    def day(self, offset: int) -> date:
        """The day that lies `offset` days after the sample's today; negative ones lie before it."""
        return self.today + timedelta(days=offset)

    def workday(self, offset: int) -> date:
        """The day, or the Monday after it when it falls on a weekend; past days move to the Friday before."""
        day = self.day(offset)
        while day.weekday() >= 5:
            day += timedelta(days=1 if offset > 0 else -1)
        return day

    def days_to_workday(self, number: int) -> int:
        """How many days away the `number`-th weekday after today is: the first is tomorrow, or Monday."""
        offset = 0
        while number:
            offset += 1
            number -= self.day(offset).weekday() < 5
        return offset

    def partner(
        self, id: str, name: str, type: str, country: str = "US", *, aliases: str = "", **more: str | None
    ) -> None:
        """An active partner; `aliases` are separated by `|`, `more` overrides columns."""
        row: dict[str, Cell] = {"partner": id, "name": name, "type": type, "country": country, "status": "active"}
        words = tuple(alias for alias in aliases.split("|") if alias)
        self.files["partners"].append(row | {"aliases": words, "domain": f"{id}.example"} | more)

    def enroll(
        self, partner: str, program: str, tier: str | None, manager: str, *, since: int = -420, active: int = -12
    ) -> None:
        """Enroll a partner, in its tier since `since` and last active on day `active` (both offsets from today)."""
        self.files["enrollments"].append(
            {
                "partner": partner,
                "program": program,
                "tier": tier,
                "tier_since": self.day(since) if tier else None,
                "enrolled_on": self.day(since - 260),
                "manager": manager,
                "focus": ("segment", "engage") if program == SEGMENT else (),
                "last_activity_on": self.day(active),
            }
        )

    def people(
        self,
        partner: str,
        credential: str,
        count: int,
        *,
        earned: int = -240,
        expires: int | None = 300,
        left: int | None = None,
    ) -> None:
        """Add `count` people with a credential; nobody is added twice."""
        for _ in range(count):
            first, last = _FIRST[self._people % len(_FIRST)], _LAST[self._people % len(_LAST)]
            self._people += 1
            self.files["people"].append(
                {
                    "partner": partner,
                    "email": f"{first}.{_ascii(last)}.{self._people}@{partner}.example".lower(),
                    "name": f"{first} {last}",
                    "credential": credential,
                    "earned_on": self.day(earned - self._people % 25),
                    "expires_on": None if expires is None else self.day(expires),
                    "left_on": None if left is None else self.day(left),
                }
            )

    def deal(
        self,
        partner: str,
        customer: str,
        earr: str,
        close: int,
        *,
        stage: str = "closed_won",
        currency: str = "USD",
        product: str = "segment",
        role: str = "influenced",
        added: int | None = None,
        services: str = "0.00",
    ) -> str:
        """Add an opportunity with its partner, added 50 days before the close unless said; returns its id."""
        id = f"OPP-{1001 + len(self.files['opportunities'])}"
        self.files["opportunities"].append(
            {
                "opportunity": id,
                "customer": customer,
                "customer_domain": domain_of(customer),
                "country": "US",
                "product": product,
                "stage": stage,
                "earr": Decimal(earr),
                "professional_services": Decimal(services),
                "currency": currency,
                "opened_on": self.day(min(close - 90, -7)),
                "close_on": self.day(close),
                "owner": _SELLERS[len(self.files["opportunities"]) % len(_SELLERS)],
            }
        )
        self.join(id, partner, min(close - 50, -3) if added is None else added, role)
        return id

    def join(self, opportunity: str, partner: str, added: int, role: str = "influenced") -> None:
        """Put a partner on an opportunity on day `added`."""
        row: dict[str, Cell] = {"opportunity": opportunity, "partner": partner, "role": role}
        self.files["opportunity_partners"].append(row | {"added_on": self.day(added)})

    def sign(self, partner: str, *agreements: str, signed: int = -650, expires: int | None = None) -> None:
        """Sign agreements on day `signed`; without `expires` they stay in force."""
        for agreement in agreements:
            row: dict[str, Cell] = {"partner": partner, "agreement": agreement, "signed_on": self.day(signed)}
            self.files["agreements"].append(row | {"expires_on": None if expires is None else self.day(expires)})

    def invite(self, partner: str, program: str, benefit: str, invited: int = -60, expires: int | None = 300) -> None:
        """Invite a partner to a benefit."""
        row: dict[str, Cell] = {"partner": partner, "program": program, "benefit": benefit}
        until = None if expires is None else self.day(expires)
        self.files["invitations"].append(row | {"invited_on": self.day(invited), "expires_on": until})

    def register(
        self,
        partner: str,
        program: str,
        customer: str,
        earr: str,
        state: str,
        submitted: int,
        *,
        decided: int | None = None,
        opportunity: str | None = None,
        product: str = "segment",
        role: str = "sourced",
    ) -> None:
        """A deal registration, numbered in the order of the calls; `submitted` and `decided` are offsets in days."""
        self.files["registrations"].append(
            {
                "registration": f"DR-{1001 + len(self.files['registrations'])}",
                "partner": partner,
                "program": program,
                "customer": customer,
                "customer_domain": domain_of(customer),
                "country": "US",
                "product": product,
                "earr": Decimal(earr),
                "currency": "USD",
                "role": role,
                "expected_close_on": self.day(submitted + 120),
                "state": state,
                "submitted_on": self.day(submitted),
                "decided_on": None if decided is None else self.day(decided),
                "opportunity": opportunity,
            }
        )

    def meet(self, partner: str, program: str, kind: str, scheduled: int, *, held: bool, notes: str = "") -> None:
        """Add a meeting on a working day; a held one took place when it was scheduled."""
        day = self.workday(scheduled)
        row: dict[str, Cell] = {"partner": partner, "program": program, "kind": kind, "scheduled_on": day}
        self.files["meetings"].append(row | {"held_on": day if held else None, "notes": notes or None})

    def steps(self, partner: str, done: tuple[str, ...], current: str | None, *, last: int = -20) -> None:
        """Record lifecycle steps of the 8x8 program: `done` in order, three weeks apart, then the open one."""
        for place, step in enumerate(reversed(done)):
            self._step(partner, step, self.day(last - 21 * place))
        if current is not None:
            self._step(partner, current, None)

    def _step(self, partner: str, step: str, done_on: date | None) -> None:
        self.files["steps"].append({"partner": partner, "program": EIGHT, "step": step, "done_on": done_on})

    def rate(self, currency: str, effective_on: date, usd: Decimal) -> None:
        """What one unit of `currency` is worth in US dollars from a day on."""
        self.files["fx_rates"].append({"currency": currency, "effective_on": effective_on, "usd": usd})


def domain_of(customer: str) -> str:
    """`Helios Energy` becomes `heliosenergy.example`."""
    return f"{''.join(letter for letter in customer.lower() if letter.isalnum())}.example"


def _ascii(name: str) -> str:
    return name.replace("ã", "a").replace("í", "i")
