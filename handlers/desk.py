"""What the people who run Tierline decided for their desk: zone, country, channels, who decides."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Plain settings that handlers need.

    `zone` is an IANA time zone and `country` an ISO 3166-1 code: the desk's mornings and holidays. Messages go to
    `workspace` on `platform`, the name of the surface that delivers them. Channels are surface ids, None when not set.
    `approvers` are surface user ids that may decide deal registrations, `admins` user ids or e-mail addresses (lower
    case) of those who run the program, whatever the staff table says. Approving more than `two_approvers_above`, an
    amount a year and its currency, takes two people.
    """

    zone: str
    country: str
    platform: str
    workspace: str
    deal_desk: str | None = None
    review_channel: str | None = None
    approvers: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    two_approvers_above: tuple[Decimal, str] | None = None

    def today(self, now: datetime) -> date:
        """The desk's day at an instant."""
        return now.astimezone(ZoneInfo(self.zone)).date()
