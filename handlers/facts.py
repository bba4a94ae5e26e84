"""From what the store recorded to the plain facts that the rules are applied to."""

from programs.facts import Certification, Opportunity, PartnerFacts, Rate, Signature
from store.records import Enrollment, JoinedOpportunity, PartnerFile


def partner_facts(file: PartnerFile, enrollment: Enrollment) -> PartnerFacts:
    """The facts about a partner as the program of this enrollment looks at them."""
    return PartnerFacts(
        partner=file.partner.id,
        recorded_tier=enrollment.tier,
        opportunities=tuple(_opportunity(joined) for joined in file.opportunities),
        people=tuple(
            Certification(
                email=held.email,
                name=held.name or held.email,
                credential=held.credential or "",
                earned_on=held.earned_on,
                expires_on=held.expires_on,
                left_on=held.left_on,
            )
            for held in file.people
        ),
        agreements=tuple(
            Signature(agreement=signed.agreement, signed_on=signed.signed_on, expires_on=signed.expires_on)
            for signed in file.agreements
        ),
        rates=tuple(Rate(rate.currency, rate.effective_on, rate.usd) for rate in file.rates),
    )


def every_fact(file: PartnerFile) -> PartnerFacts:
    """The facts about a partner whatever program looks at them: deals, people and agreements are the partner's own."""
    nowhere = Enrollment(file.partner.id, "", None, None, None, None, (), None)
    return partner_facts(file, nowhere)


def _opportunity(joined: JoinedOpportunity) -> Opportunity:
    return Opportunity(
        id=joined.id,
        customer=joined.customer or "an unnamed customer",
        stage=joined.stage or "",
        earr=joined.earr,
        professional_services=joined.professional_services,
        currency=joined.currency,
        close_on=joined.close_on,
        role=joined.role or "",
        added_on=joined.added_on,
    )
