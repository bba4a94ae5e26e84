"""Partners, their enrollments, and everything recorded about one of them."""

from collections.abc import Collection
from itertools import takewhile
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from store.folding import fold
from store.models import (
    AgreementRow,
    EnrollmentRow,
    FxRateRow,
    OpportunityPartnerRow,
    OpportunityRow,
    PartnerRow,
    PersonRow,
    RegistrationRow,
)
from store.records import (
    Enrollment,
    FxRate,
    JoinedOpportunity,
    Partner,
    PartnerFile,
    PartnerName,
    PersonCredential,
    SignedAgreement,
)
from store.upsert import table_of

_PARTNER = tuple(column for column in table_of(PartnerRow).columns if column.key != "search")
_NAME = (PartnerRow.partner, PartnerRow.name, PartnerRow.aliases, PartnerRow.domain, PartnerRow.status)
_ENROLLMENT = tuple(table_of(EnrollmentRow).columns)
_PERSON = (
    PersonRow.email,
    PersonRow.name,
    PersonRow.credential,
    PersonRow.earned_on,
    PersonRow.expires_on,
    PersonRow.left_on,
)
_AGREEMENT = (AgreementRow.agreement, AgreementRow.signed_on, AgreementRow.expires_on)
_OPPORTUNITY: tuple[InstrumentedAttribute[Any], ...] = (
    OpportunityRow.opportunity,
    OpportunityRow.customer,
    OpportunityRow.customer_domain,
    OpportunityRow.product,
    OpportunityRow.stage,
    OpportunityRow.earr,
    OpportunityRow.professional_services,
    OpportunityRow.currency,
    OpportunityRow.opened_on,
    OpportunityRow.close_on,
    OpportunityPartnerRow.role,
    OpportunityPartnerRow.added_on,
)
_RATE = (FxRateRow.currency, FxRateRow.effective_on, FxRateRow.usd)

# Built once: a question about a partner runs all of them, and building a statement costs more than running it.
_ASKED: BindParameter[str] = bindparam("partner")
_ONE_PARTNER = select(*_PARTNER).where(PartnerRow.partner == _ASKED)
_ENROLLMENTS_OF = select(*_ENROLLMENT).where(EnrollmentRow.partner == _ASKED).order_by(EnrollmentRow.program)
_PEOPLE_OF = select(*_PERSON).where(PersonRow.partner == _ASKED).order_by(PersonRow.email, PersonRow.credential)
_AGREEMENTS_OF = select(*_AGREEMENT).where(AgreementRow.partner == _ASKED).order_by(*_AGREEMENT[:2])
_OPPORTUNITIES_OF = (
    select(*_OPPORTUNITY)
    .join(OpportunityPartnerRow, OpportunityPartnerRow.opportunity == OpportunityRow.opportunity)
    .where(OpportunityPartnerRow.partner == _ASKED)
    .order_by(OpportunityRow.close_on, OpportunityRow.opportunity)
)


class Partners:
    """Partners, and everything recorded about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def names(self) -> tuple[PartnerName, ...]:
        """Every partner, inactive ones too, by id."""
        rows = self._session.execute(select(*_NAME).order_by(PartnerRow.partner))
        return tuple(_name(row) for row in rows)

    def names_of(self, ids: Collection[str]) -> dict[str, str]:
        """The names of these partners by id; ids of nobody are left out."""
        query = select(PartnerRow.partner, PartnerRow.name).where(PartnerRow.partner.in_(ids))
        return {id: name for id, name in self._session.execute(query)}

    def search(self, text: str, limit: int, managers: Collection[str] | None = None) -> tuple[PartnerName, ...]:
        """Partners whose id, name or alias begins with `text`, then those that contain it; case and accents aside.

        With `managers` (e-mail addresses) only partners of which one of them manages an enrollment.
        """
        typed = fold(text)
        begins = PartnerRow.search.contains(f"\n{typed}", autoescape=True)
        query = select(*_NAME).where(PartnerRow.search.contains(typed, autoescape=True))
        if managers is not None:
            addresses = [each.lower() for each in managers]
            own = select(EnrollmentRow.partner).where(func.lower(EnrollmentRow.manager).in_(addresses))
            query = query.where(PartnerRow.partner.in_(own))
        rows = self._session.execute(query.order_by(begins.desc(), PartnerRow.name, PartnerRow.partner).limit(limit))
        return tuple(_name(row) for row in rows)

    def of_manager(self, email: str, limit: int) -> tuple[PartnerName, ...]:
        """Partners that are not inactive and of which this person manages an enrollment, by name."""
        own = select(EnrollmentRow.partner).where(func.lower(EnrollmentRow.manager) == email.lower())
        query = select(*_NAME).where(PartnerRow.partner.in_(own), PartnerRow.status.is_distinct_from("inactive"))
        rows = self._session.execute(query.order_by(PartnerRow.name, PartnerRow.partner).limit(limit))
        return tuple(_name(row) for row in rows)

    def get(self, id: str) -> Partner | None:
        """One partner by id."""
        row = self._session.execute(select(*_PARTNER).where(PartnerRow.partner == id)).first()
        return None if row is None else Partner(*row)

    def hold(self, id: str) -> Partner | None:
        """One partner by id, and nobody else holds it until the transaction ends: one deal of a partner at a time."""
        query = select(*_PARTNER).where(PartnerRow.partner == id).with_for_update()
        row = self._session.execute(query).first()
        return None if row is None else Partner(*row)

    def file(self, id: str) -> PartnerFile | None:
        """Everything that tier rules look at, in a handful of queries; opportunities in the order they close."""
        asked = {"partner": id}
        execute = self._session.connection().execute
        partner = execute(_ONE_PARTNER, asked).first()
        if partner is None:
            return None
        opportunities = tuple(JoinedOpportunity(*row) for row in execute(_OPPORTUNITIES_OF, asked))
        abroad = any(each.currency not in (None, "USD") for each in opportunities)
        return PartnerFile(
            partner=Partner(*partner),
            enrollments=tuple(Enrollment(*row) for row in execute(_ENROLLMENTS_OF, asked)),
            opportunities=opportunities,
            people=tuple(PersonCredential(*row) for row in execute(_PEOPLE_OF, asked)),
            agreements=tuple(SignedAgreement(*row) for row in execute(_AGREEMENTS_OF, asked)),
            rates=self.rates() if abroad else (),
        )

    def rates(self) -> tuple[FxRate, ...]:
        """Every exchange rate, by currency and day."""
        rows = self._session.execute(select(*_RATE).order_by(*_RATE[:2]))
        return tuple(FxRate(*row) for row in rows)

    def enrollments(self, partner: str) -> tuple[Enrollment, ...]:
        """A partner's enrollments, by program."""
        rows = self._session.execute(_ENROLLMENTS_OF, {"partner": partner})
        return tuple(Enrollment(*row) for row in rows)

    def all_enrollments(self) -> tuple[Enrollment, ...]:
        """Every enrollment, by partner and program."""
        rows = self._session.execute(select(*_ENROLLMENT).order_by(EnrollmentRow.partner, EnrollmentRow.program))
        return tuple(Enrollment(*row) for row in rows)

    def numbered(self) -> str:
        """What the numbers of deal registrations begin with, in capitals; empty where there are none."""
        example = self._session.scalar(select(func.min(RegistrationRow.registration))) or ""
        return "".join(takewhile(str.isalpha, example)).upper()

    def managers(self) -> tuple[str, ...]:
        """The e-mail addresses of partner managers, each once as it was written."""
        query = select(EnrollmentRow.manager).where(EnrollmentRow.manager.is_not(None)).distinct()
        return tuple(sorted(manager for manager in self._session.scalars(query) if manager))


def _name(row: Row[str, str, tuple[str, ...], str | None, str | None]) -> PartnerName:
    return PartnerName(row.partner, row.name, row.aliases, row.domain, row.status != "inactive")
