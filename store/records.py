"""Plain, frozen rows that leave the store: no session, no lazy loading. Days are dates, instants aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from store.registration_states import RegistrationState


@dataclass(frozen=True, slots=True)
class PartnerName:
    """What is needed to recognize a partner in a sentence."""

    id: str
    name: str
    aliases: tuple[str, ...]
    domain: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner company; `parent` is the id of the partner it belongs to, `aliases` other names people use."""

    id: str
    name: str
    aliases: tuple[str, ...]
    domain: str | None
    country: str | None
    type: str | None
    parent: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A partner's place in one program; `manager` is an e-mail address."""

    partner: str
    program: str
    tier: str | None
    tier_since: date | None
    enrolled_on: date | None
    manager: str | None
    focus: tuple[str, ...]
    last_activity_on: date | None


@dataclass(frozen=True, slots=True)
class JoinedOpportunity:
    """An opportunity together with one partner's part in it. Amounts are exact, in `currency`."""

    id: str
    customer: str | None
    customer_domain: str | None
    product: str | None
    stage: str | None
    earr: Decimal | None
    professional_services: Decimal | None
    currency: str | None
    opened_on: date | None
    close_on: date | None
    role: str | None
    added_on: date | None


@dataclass(frozen=True, slots=True)
class PersonCredential:
    """A credential that a partner's person earned; it counts until it expires or the person left."""

    email: str
    name: str | None
    credential: str | None
    earned_on: date | None
    expires_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class SignedAgreement:
    """An agreement of a partner; without `expires_on` it stays in force."""

    agreement: str
    signed_on: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class FxRate:
    """What one unit of a currency is worth in US dollars, from a day on until the next rate."""

    currency: str
    effective_on: date
    usd: Decimal


@dataclass(frozen=True, slots=True)
class PartnerFile:
    """Everything recorded about a partner that the tier rules look at; `rates` only where a deal is not in dollars."""

    partner: Partner
    enrollments: tuple[Enrollment, ...]
    opportunities: tuple[JoinedOpportunity, ...]
    people: tuple[PersonCredential, ...]
    agreements: tuple[SignedAgreement, ...]
    rates: tuple[FxRate, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A review with a partner; `held_on` is None until it took place."""

    partner: str
    program: str
    kind: str
    scheduled_on: date
    held_on: date | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation of a partner to a benefit; `expires_on` is its last valid day, without one it stays open."""

    partner: str
    program: str
    benefit: str
    invited_on: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a program's lifecycle that a partner has reached; `done_on` is None until it is done."""

    partner: str
    program: str
    step: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Registration:
    """A deal registration. `version` is the optimistic lock: it grows by one with each change.

    The fields after `opportunity` are ours, not the portfolio's; they are None for imported registrations.

    `filed_in` is the channel in which one of the partner's own people filed it. `held_at` is when it first collided
    with another claim, `asked_fields` are the fields that a question of the desk opened and `asked_at` is when it last
    asked, answered or not, `protected_until` is the last protected day, `rules` the version of the transition table
    that it was filed under.
    """

    id: str
    partner: str
    program: str | None
    customer: str | None
    customer_domain: str | None
    country: str | None
    product: str | None
    earr: Decimal | None
    currency: str | None
    role: str | None
    expected_close_on: date | None
    state: str
    submitted_on: date | None
    decided_on: date | None
    opportunity: str | None
    evidence: str | None
    submitted_by: str | None
    submitted_at: datetime | None
    answer_due_on: date | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    version: int
    workspace: str | None = None
    professional_services: Decimal | None = None
    deal_stage: str | None = None
    contact_name: str | None = None
    contact_title: str | None = None
    contact_email: str | None = None
    competitor: str | None = None
    compelling_event: str | None = None
    parent_company: str | None = None
    tender_on: date | None = None
    existing_customer: str | None = None
    notes: str | None = None
    filed_in: str | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    held_at: datetime | None = None
    resolution: str | None = None
    reason_code: str | None = None
    asked: str | None = None
    asked_fields: tuple[str, ...] = ()
    asked_at: datetime | None = None
    protected_until: date | None = None
    extensions: int = 0
    appealed_from: str | None = None
    appealed_at: datetime | None = None
    first_decider: str | None = None
    closed_on: date | None = None
    updated_on: date | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, where, on whose behalf, and why. `before` and `after` are JSON objects or None.

    `workspace` is that of the actor where it is not given. `partner` is the id of the partner that it is about, `email`
    the actor's verified address, `sequence` the place in the chain (0 before it has one). What was erased of a person
    reads as None or as a pseudonym.
    """

    at: datetime
    actor: str
    on_behalf_of: str | None
    place: str
    action: str
    subject: str
    before: str | None
    after: str | None
    reason: str | None
    workspace: str = ""
    partner: str | None = None
    email: str | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as it is kept when it is answered: the words as they were understood, and what was made of them.

    `reading` is a JSON object; `context`, one too, is what later messages of the thread inherit: the store does not
    look into it.
    """

    workspace: str
    conversation: str
    thread: str | None
    at: datetime
    actor: str
    text: str
    as_of: date
    status: str
    kind: str
    reading: str
    context: str = "{}"


@dataclass(frozen=True, slots=True)
class AskedQuestion(NewQuestion):
    """A kept question; `verdict` is None until somebody says `good` or `bad`, the latest word counts."""

    id: int = 0
    verdict: str | None = None
    verdict_by: str | None = None
    verdict_at: datetime | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """A deal registration as it is submitted; the store adds the number and the version."""

    partner: str
    program: str | None
    customer: str | None
    customer_domain: str | None
    country: str | None
    product: str | None
    earr: Decimal | None
    currency: str | None
    role: str | None
    expected_close_on: date | None
    evidence: str | None
    submitted_by: str
    submitted_at: datetime
    submitted_on: date
    answer_due_on: date | None
    opportunity: str | None = None
    state: str = RegistrationState.submitted
    workspace: str | None = None
    professional_services: Decimal | None = None
    deal_stage: str | None = None
    contact_name: str | None = None
    contact_title: str | None = None
    contact_email: str | None = None
    competitor: str | None = None
    compelling_event: str | None = None
    parent_company: str | None = None
    tender_on: date | None = None
    existing_customer: str | None = None
    notes: str | None = None
    filed_in: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelSubscription:
    """A channel that wants a digest: what, how often, in which zone; `filter` is the digest's own query.

    Nothing is made up that was due before `changed_at`, when it was subscribed, changed or resumed.
    """

    workspace: str
    channel: str
    digest: str
    cadence: str
    zone: str
    filter: str
    created_by: str
    paused: bool = False
    hour: int = 9
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChannelBinding:
    """A channel in which the people of `partner` (an id) are answered about their own partner."""

    workspace: str
    channel: str
    partner: str
    bound_by: str
    bound_at: datetime
