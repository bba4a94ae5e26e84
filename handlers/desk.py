"""What the people who run Tierline decided for their desk: zone, country, channels, approvers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Plain settings that handlers need.

    `zone` is an IANA time zone and `country` an ISO 3166-1 code: the desk's mornings and holidays. Messages go to
    `workspace` on `platform`, the name of the surface that delivers them. Channels are surface ids, None when not set.
    `approvers` are surface user ids that may decide deal registrations.
    """

    zone: str
    country: str
    platform: str
    workspace: str
    deal_desk: str | None = None
    review_channel: str | None = None
    approvers: frozenset[str] = frozenset()
