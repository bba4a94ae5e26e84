"""The nouns of the trade."""

TOPICS = frozenset(
    """
    partner partners tier tiers deal deals registration registrations registered revenue pipeline benefit benefits
    agreement agreements addendum qbr review reviews meeting meetings certified certification certifications
    credential credentials certs program programs mdf requirement requirements opportunity opportunities opps
    manager managers account accounts gold silver bronze threshold thresholds portfolio qualify promotion enrollment
    enrolled addenda revenues customer customers closed growing fastest slowest agencies resellers integrators
    whitespace activity step steps launch among earr lifecycle onboarding
    """.split()
)
"""The trade's own nouns: where one stands, a message is about partners, however unclear."""
