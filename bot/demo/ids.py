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


IDS = DemoIds()


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace. `title` says what they do, `hue` (0 to 359) colors their picture; the partner
    manager's mail address is the one in the sample portfolio.
    """

    id: str
    handle: str
    name: str
    title: str
    email: str
    hue: int
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation that everybody is in, or the direct line between `direct_with` and the bot."""

    id: str
    name: str
    topic: str
    direct_with: str | None = None


PEOPLE = (
    Person(IDS.pam, "pam", "Pam Ortiz", "Partner manager", "pam.ortiz@vendor.example", 24),
    Person(IDS.dana, "dana", "Dana Ruiz", "Deal desk approver", "dana.ruiz@vendor.example", 268),
    Person(IDS.sam, "sam", "Sam Lindqvist", "Channel director", "sam.lindqvist@vendor.example", 204),
    Person(IDS.noa, "noa", "Noa Levi", "Program admin", "noa.levi@vendor.example", 320),
    Person(IDS.ned, "ned", "Ned Okoye", "Facilities, not on the staff list", "ned.okoye@vendor.example", 96),
    Person(IDS.bot_user, "tierline", "Tierline", "Assistant for partner managers", "", 168, bot=True),
)

CHANNELS = (
    Channel(IDS.partner_desk, "partner-desk", "Questions about partners, tiers and programs"),
    Channel(IDS.deal_desk, "deal-desk", "Deal registrations waiting for a decision"),
    Channel(IDS.pipeline_reviews, "pipeline-reviews", "Upcoming and overdue reviews"),
    *(
        Channel(f"D0{person.handle.upper()}", "directmessage", "Ask anything about your partners", person.id)
        for person in PEOPLE
        if not person.bot
    ),
)
