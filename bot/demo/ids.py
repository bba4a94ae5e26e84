"""The people and channels of the demo's workspace: a vendor with a partner desk and a deal desk."""

from dataclasses import dataclass

ZONE = "America/Los_Angeles"
COUNTRY = "US"


@dataclass(frozen=True, slots=True)
class DemoIds:
    """Slack's ids in the demo workspace, for whoever configures the app that runs in it."""

    team: str = "T0VENDOR"
    app: str = "A0TIERLINE"
    bot: str = "B0TIERLINE"
    bot_user: str = "U0TIERLINE"
    pam: str = "U0PAM"
    dana: str = "U0DANA"
    sam: str = "U0SAM"
    noa: str = "U0NOA"
    ned: str = "U0NED"
    partner_desk: str = "C0PARTNERDESK"
    deal_desk: str = "C0DEALDESK"
    pipeline_reviews: str = "C0REVIEWS"
    partner_team: str = "T0ACME"
    ann: str = "U0ANN"
    gus: str = "U0GUS"
    with_acme: str = "C0WITHACME"
    second_team: str = "T0NORTHWIND"
    bo: str = "U0BO"
    with_northwind: str = "C0WITHNORTHWIND"


IDS = DemoIds()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace's channels. `title` says what they do, `hue` (0 to 359) colors their picture; the
    partner manager's mail address is the one in the sample portfolio. Somebody of another company has a `team` of
    their own; a `guest` is one of ours with less access. Both are in shared channels only. `zone` is an IANA name.
    """

    id: str
    handle: str
    name: str
    title: str
    email: str
    hue: int
    bot: bool = False
    team: str = IDS.team
    guest: bool = False
    zone: str = ZONE

    @property
    def outside(self) -> bool:
        """Whether this is nobody of our own people."""
        return self.guest or self.team != IDS.team


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation that our own people are in, or the direct line between `direct_with` and the bot.

    `outsiders` are the people of another company and guests who are in it, too.
    """

    id: str
    name: str
    topic: str
    direct_with: str | None = None
    outsiders: tuple[str, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether somebody who is not one of our own people reads along."""
        return bool(self.outsiders)

    def admits(self, person: Person) -> bool:
        """Whether this person is in the conversation."""
        if self.direct_with:
            return self.direct_with == person.id
        return not person.outside or person.id in self.outsiders


PEOPLE = (
    Person(IDS.pam, "pam", "Pam Ortiz", "Partner manager", "pam.ortiz@vendor.example", 24),
    Person(IDS.dana, "dana", "Dana Ruiz", "Deal desk approver", "dana.ruiz@vendor.example", 268),
    Person(IDS.sam, "sam", "Sam Lindqvist", "Channel director", "sam.lindqvist@vendor.example", 204),
    Person(IDS.noa, "noa", "Noa Levi", "Program admin", "noa.levi@vendor.example", 320),
    Person(IDS.ned, "ned", "Ned Okoye", "Facilities, not on the staff list", "ned.okoye@vendor.example", 96),
    Person(IDS.ann, "ann", "Ann Alvarez", "Alliances, Acme", "ann@acme.example", 330, team=IDS.partner_team),
    Person(IDS.bo, "bo", "Bo Nakamura", "Partnerships, Northwind", "bo@northwind.example", 48, team=IDS.second_team),
    Person(IDS.gus, "gus", "Gus Berg", "Guest of an agency", "gus@agency.example", 90, guest=True),
    Person(IDS.bot_user, "tierline", "Tierline", "Assistant for partner managers", "", 168, bot=True),
)

COLLEAGUES = (
    Person("U0DEV", "dev", "Dev Rao", "Partner manager", "dev.rao@vendor.example", 140, zone="Asia/Kolkata"),
    Person("U0LENA", "lena", "Lena Brandt", "Partner manager", "lena.brandt@vendor.example", 60, zone="Europe/Berlin"),
    Person("U0TOM", "tom", "Tom Okafor", "Partner manager", "tom.okafor@vendor.example", 10, zone="Europe/London"),
)
"""The sample portfolio's other managers: nobody plays them, but their digests and reminders find them."""

CHANNELS = (
    Channel(IDS.partner_desk, "partner-desk", "Questions about partners, tiers and programs"),
    Channel(IDS.deal_desk, "deal-desk", "Deal registrations waiting for a decision"),
    Channel(IDS.pipeline_reviews, "pipeline-reviews", "Upcoming and overdue reviews"),
    Channel(
        IDS.with_acme,
        "with-acme",
        "Shared with Acme's people, who may ask about Acme and register its deals",
        outsiders=(IDS.ann, IDS.gus),
    ),
    Channel(
        IDS.with_northwind,
        "with-northwind",
        "Shared with Northwind's people, who may ask about Northwind and register its deals",
        outsiders=(IDS.bo,),
    ),
    *(
        Channel(f"D0{person.handle.upper()}", "directmessage", "Ask anything about your partners", person.id)
        for person in (*PEOPLE, *COLLEAGUES)
        if not person.bot
    ),
)
