"""The files of a portfolio as a table: columns, keys, and what each cell may hold or refer to."""

from dataclasses import dataclass
from functools import partial

from store import models
from store.models.deals import REGISTRATION_ROLES
from store.models.portfolio import MEETING_KINDS, OPPORTUNITY_ROLES, PARTNER_STATUSES, PARTNER_TYPES, STAGES
from store.portfolio.cells import Kind
from store.registration_states import RegistrationState


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `refers` names what the cell must be the id of: another file's key, or a word of a program.

    `usual` words cause a warning when a cell holds another one; `choices` an error.
    """

    name: str
    kind: Kind = Kind.text
    required: bool = False
    choices: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file. `ordered` are pairs of day columns of which the first should not lie after the second."""

    name: str
    model: type[models.Base]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False
    ordered: tuple[tuple[str, str], ...] = ()


_needed = partial(Column, required=True)
_day = partial(Column, kind=Kind.day)
_amount = partial(Column, kind=Kind.amount)
_partner = Column("partner", required=True, refers="partner")
_program = Column("program", required=True, refers="program")
_country = Column("country", Kind.country)
_currency = Column("currency", Kind.currency)

# In the order in which they can be written: what is referred to comes first.
SHEETS = (
    Sheet(
        "partners",
        models.PartnerRow,
        ("partner",),
        (
            _needed("partner"),
            _needed("name"),
            Column("aliases", Kind.words),
            Column("domain"),
            _country,
            Column("type", choices=PARTNER_TYPES),
            Column("parent", refers="partner"),
            Column("status", choices=PARTNER_STATUSES),
        ),
        required=True,
    ),
    Sheet(
        "enrollments",
        models.EnrollmentRow,
        ("partner", "program"),
        (
            _partner,
            _program,
            Column("tier", refers="tier"),
            _day("tier_since"),
            _day("enrolled_on"),
            Column("manager", Kind.email),
            Column("focus", Kind.words),
            _day("last_activity_on"),
        ),
        required=True,
    ),
    Sheet(
        "people",
        models.PersonRow,
        ("partner", "email", "credential"),
        (
            _partner,
            _needed("email", Kind.email),
            Column("name"),
            Column("credential", refers="credential"),
            _day("earned_on"),
            _day("expires_on"),
            _day("left_on"),
        ),
        ordered=(("earned_on", "expires_on"),),
    ),
    Sheet(
        "opportunities",
        models.OpportunityRow,
        ("opportunity",),
        (
            _needed("opportunity"),
            Column("customer"),
            Column("customer_domain"),
            _country,
            Column("product"),
            Column("stage", choices=STAGES),
            _amount("earr"),
            _amount("professional_services"),
            _currency,
            _day("opened_on"),
            _day("close_on"),
            Column("owner", Kind.email),
        ),
        ordered=(("opened_on", "close_on"),),
    ),
    Sheet(
        "opportunity_partners",
        models.OpportunityPartnerRow,
        ("opportunity", "partner"),
        (
            _needed("opportunity", refers="opportunity"),
            _partner,
            Column("role", choices=OPPORTUNITY_ROLES),
            _day("added_on"),
        ),
    ),
    Sheet(
        "agreements",
        models.AgreementRow,
        ("partner", "agreement", "signed_on"),
        (_partner, _needed("agreement", refers="agreement"), _day("signed_on"), _day("expires_on")),
        ordered=(("signed_on", "expires_on"),),
    ),
    Sheet(
        "invitations",
        models.InvitationRow,
        ("partner", "program", "benefit"),
        (_partner, _program, _needed("benefit", refers="benefit"), _day("invited_on"), _day("expires_on")),
        ordered=(("invited_on", "expires_on"),),
    ),
    Sheet(
        "registrations",
        models.RegistrationRow,
        ("registration",),
        (
            _needed("registration"),
            _partner,
            Column("program", refers="program"),
            Column("customer"),
            Column("customer_domain"),
            _country,
            Column("product"),
            _amount("earr"),
            _currency,
            Column("role", choices=REGISTRATION_ROLES),
            _day("expected_close_on"),
            _needed("state", Kind.word, usual=tuple(RegistrationState)),
            _day("submitted_on"),
            _day("decided_on"),
            Column("opportunity", refers="opportunity"),
        ),
        ordered=(("submitted_on", "decided_on"),),
    ),
    Sheet(
        "meetings",
        models.MeetingRow,
        ("partner", "program", "kind", "scheduled_on"),
        (
            _partner,
            _program,
            _needed("kind", choices=MEETING_KINDS),
            _day("scheduled_on", required=True),
            _day("held_on"),
            Column("notes"),
        ),
    ),
    Sheet(
        "steps",
        models.StepRow,
        ("partner", "program", "step"),
        (_partner, _program, _needed("step", refers="step"), _day("done_on")),
    ),
    Sheet(
        "fx_rates",
        models.FxRateRow,
        ("currency", "effective_on"),
        (
            _needed("currency", Kind.currency),
            _day("effective_on", required=True),
            _needed("usd", Kind.rate),
        ),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
