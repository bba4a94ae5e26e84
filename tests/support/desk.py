"""A small portfolio with a story in every partner, and a desk to ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from handlers.assistant import Assistant
from handlers.desk import DeskSettings
from handlers.documents import Outcome
from handlers.portfolio import portfolio_vocabulary
from handlers.request import Actor, Conversation, Place, Request, Role, Value
from programs.catalog import Catalog
from store.engine import Store, open_store
from store.migrate import migrate
from store.portfolio.importing import import_portfolio

TODAY = date(2024, 7, 15)
NOW = datetime(2024, 7, 15, 16, 0, tzinfo=UTC)

PAM = Actor("T1", "UPAM", "Pam Okafor", Role.manager, "pam@vendor.example")
DANA = Actor("T1", "UDANA", "Dana Ruiz", Role.approver, "dana@vendor.example")
SAM = Actor("T1", "USAM", "Sam Lindqvist", Role.approver, "sam@vendor.example")
NOA = Actor("T1", "UNOA", "Noa Levi", Role.admin, "noa@vendor.example")
EVE = Actor("T9", "UEVE", "Eve", Role.outsider)

PORTFOLIO = {
    "partners.csv": """partner,name,aliases,domain,status
acme,Acme Communications,Acme,acme.example,active
globex,Globex GmbH,,globex.example,active
kyoto,Kyoto Voice,,,active
lone,Lone Star Consulting,,,active
nova-1,Nova Systems,,,active
nova-2,Nova Partners,,,active
top,Top Integrators,,,active
""",
    "enrollments.csv": """partner,program,tier,tier_since,enrolled_on,manager
acme,twilio-segment-2024,bronze,2024-03-01,2023-02-01,pam@vendor.example
globex,twilio-segment-2024,registered,2024-01-10,2024-01-10,sam@vendor.example
globex,twilio-build-2022,silver,2024-02-01,2022-05-01,sam@vendor.example
kyoto,8x8-sellwith8-2023,,,2023-11-01,pam@vendor.example
nova-1,twilio-segment-2024,registered,2024-01-10,2024-01-10,pam@vendor.example
nova-2,twilio-segment-2024,registered,2024-01-10,2024-01-10,pam@vendor.example
top,twilio-segment-2024,global_strategic,2020-01-01,2019-01-01,pam@vendor.example
""",
    "agreements.csv": """partner,agreement,signed_on,expires_on
acme,baseline,2023-02-01,
globex,baseline,2022-05-01,
top,baseline,2019-01-01,
""",
    "people.csv": "partner,email,name,credential,earned_on,expires_on,left_on\n"
    + "".join(f"acme,t{n}@acme.example,Tech {n},technical,2024-01-{n:02d},,\n" for n in range(1, 8))
    + "".join(f"acme,s{n}@acme.example,Seller {n},sales,2024-01-{n:02d},,\n" for n in range(1, 6))
    + "acme,gone@acme.example,Gone Away,technical,2023-05-01,,2024-06-01\n"
    + "acme,old@acme.example,Old Paper,technical,2022-05-01,2024-05-01,\n",
    "opportunities.csv": """opportunity,customer,stage,earr,professional_services,currency,close_on
OPP-1,Initech,closed_won,100000,5000,USD,2024-05-10
OPP-2,Hooli,closed_won,60000,,EUR,2024-02-01
OPP-3,Umbrella,closed_won,,40000,USD,2024-04-01
OPP-4,Stark,closed_won,90000,,USD,2024-06-01
OPP-5,Wayne,closed_won,70000,,USD,2023-07-16
OPP-6,Cyberdyne,closed_won,50000,,USD,2023-07-15
""",
    "opportunity_partners.csv": """opportunity,partner,role,added_on
OPP-1,acme,influenced,2024-03-01
OPP-2,acme,resold,2024-01-15
OPP-3,acme,influenced,2024-03-01
OPP-4,acme,influenced,2024-06-02
OPP-5,globex,influenced,2023-06-01
OPP-6,globex,influenced,2023-06-01
""",
    "fx_rates.csv": """currency,effective_on,usd
EUR,2024-01-01,1.075
""",
    "meetings.csv": """partner,program,kind,scheduled_on,held_on,notes
acme,twilio-segment-2024,pipeline_review,2024-07-18,,
""",
}


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a portfolio folder from the text of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def fill_database(folder: Path, files: Mapping[str, str] = PORTFOLIO) -> Path:
    """A new SQLite database in `folder` with this portfolio imported; gives its file."""
    file = folder / "desk.db"
    migrate(f"sqlite:///{file}")
    store, words = open_store(f"sqlite:///{file}"), portfolio_vocabulary(Catalog.load())
    import_portfolio(store, write_folder(folder / "portfolio", files), words, at=NOW, actor="test")
    store.close()
    return file


def open_desk(file: Path, **more: object) -> "Desk":
    """A desk on a filled database; `more` are settings of its own."""
    settings = DeskSettings(
        zone="America/Los_Angeles",
        country="US",
        platform="slack",
        workspace="T1",
        deal_desk="CDEALS",
        review_channel="CREVIEWS",
        approvers=frozenset({DANA.user, SAM.user}),
    )
    settings = replace(settings, **more)  # type: ignore[arg-type]  # the names are those of DeskSettings
    store = open_store(f"sqlite:///{file}")
    return Desk(store, Assistant(store, Catalog.load(), settings))


@dataclass
class Desk:
    """Asks the real assistant as different people; `keys` makes every delivery a new one."""

    store: Store
    assistant: Assistant
    as_of: date = TODAY
    keys: list[str] = field(default_factory=list)

    def say(self, text: str, actor: Actor = PAM, place: Place = Place.channel) -> Outcome:
        """Ask in words."""
        return self.assistant.handle(self.request(actor, place, text=text))

    def press(self, route: str, value: str = "", actor: Actor = PAM, place: Place = Place.channel) -> Outcome:
        """Press a button."""
        return self.assistant.handle(self.request(actor, place, route=route, value=value))

    def submit(self, route: str, values: Mapping[str, Value], actor: Actor = PAM) -> Outcome:
        """Submit a form."""
        return self.assistant.handle(self.request(actor, Place.direct, route=route, values=values))

    def request(self, actor: Actor, place: Place = Place.channel, **asked: object) -> Request:
        """A request of its own; give `key` to repeat one."""
        self.keys.append("")
        base = Request(actor, Conversation("C1", place), NOW, self.as_of, key=f"key-{len(self.keys)}")
        return replace(base, **asked)  # type: ignore[arg-type]  # the names are those of Request
