"""What the people who run Tierline decided for their desk: zone, country, channels, who decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Plain settings that handlers need.

    `zone` is an IANA time zone and `country` an ISO 3166-1 code: the desk's mornings and holidays. The desk is at home
    in `workspace` on `platform`, the name of the surface that delivers messages. Channels are surface ids of that
    workspace, None when not set; `other_desks` are deal desk channels of other workspaces.

    A workspace belongs to one platform alone. `platforms` has it for those that are served on another one than the
    home's. `labels` has what people call each platform.

    `approvers` are those that may decide deal registrations, `admins` those who run the program, whatever the staff
    table says: user ids of the home workspace, `T…/U…` for others, and for admins e-mail addresses (lower case).
    Approving more than `two_approvers_above`, an amount a year and its currency, takes two people.
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
    other_desks: Mapping[str, str] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def today(self, now: datetime) -> date:
        """The desk's day at an instant."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def platform_of(self, workspace: str) -> str:
        """The name of the surface that delivers messages for a workspace."""
        return self.platforms.get(workspace, self.platform)

    def label_of(self, workspace: str) -> str:
        """What people call the surface of a workspace: its name, or "your chat service" where it has none here."""
        return self.labels.get(self.platform_of(workspace), "your chat service")

    @property
    def homes(self) -> tuple[str, ...]:
        """The workspaces to which messages for an e-mail address can go: the desk's home first."""
        return (self.workspace, *(each for each in self.platforms if each != self.workspace))

    def deal_desk_of(self, workspace: str) -> tuple[str, str] | None:
        """Workspace and channel where registrations submitted in `workspace` are decided; None when nowhere.

        A workspace without a deal desk of its own uses that of the desk's home.
        """
        own = self.other_desks.get(workspace)
        if own is not None:
            return workspace, own
        return (self.workspace, self.deal_desk) if self.deal_desk else None
