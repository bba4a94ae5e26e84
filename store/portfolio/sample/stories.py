"""Partners with a story that holds under the rules: each says what somebody would ask about it.

Silver of both tier programs asks 10 technical people, 5 sales people, 200,000 US dollars in the 365 days to today,
and the baseline agreement; bronze 3, 1 and 20,000; gold 15, 10 and 1,000,000.
"""

from store.portfolio.sample.book import BUILD, DEV, EIGHT, LENA, PAM, SEGMENT, SOLUTION, TOM, Book

LAUNCHED = ("evaluation", "legal", "onboarding", "launch_prep", "launch")


def add_stories(book: Book) -> None:
    """Add every partner of this module."""
    _acme(book)
    _northwind(book)
    _globex(book)
    _initech(book)
    _blue_harbor(book)
    _contoso(book)
    _meridian(book)
    _brightline(book)
    _quiet_and_gone(book)
    _launching(book)
    _conflict(book)


def _acme(book: Book) -> None:
    """Bronze, two requirements short of silver: 7 of 10 technical people and 164,500.00 of 200,000 US dollars."""
    book.partner("acme", "Acme Communications", "si", aliases="Acme|Acme Comms")
    book.enroll("acme", SEGMENT, "bronze", PAM, since=-310, active=-4)
    book.sign("acme", "baseline", "referral_addendum")
    book.people("acme", "technical", 7)
    book.people("acme", "technical", 1, earned=-500, expires=-21)
    book.people("acme", "technical", 1, left=-33)
    book.people("acme", "sales", 5)
    first = book.deal("acme", "Lumen Health", "96500.00", -120)
    book.deal("acme", "Cedar Bank", "68000.00", -45, role="resold")
    book.deal("acme", "Orchard Retail", "0.00", -80, services="80000.00")
    book.deal("acme", "Ferry Travel", "52000.00", -30, added=-20)
    book.deal("acme", "Kite Logistics", "61000.00", -401)
    book.deal("acme", "Helios Energy", "58000.00", 34, stage="negotiation")
    book.register("acme", SEGMENT, "Lumen Health", "96500.00", "won", -200, decided=-196, opportunity=first)
    book.invite("acme", SEGMENT, "product_roadmap")
    book.meet("acme", SEGMENT, "qbr", -75, held=True, notes="Agreed: three more certifications before the next review.")
    book.meet("acme", SEGMENT, "pipeline_review", book.days_to_workday(2), held=False)


def _northwind(book: Book) -> None:
    """Bronze, and ready to advance: everything that silver asks is there."""
    book.partner("northwind", "Northwind Traders", "consultancy", aliases="Northwind")
    book.enroll("northwind", SEGMENT, "bronze", PAM, since=-290)
    book.sign("northwind", "baseline", "mdf_terms")
    book.people("northwind", "technical", 11)
    book.people("northwind", "sales", 6)
    book.deal("northwind", "Pine Insurance", "141300.00", -210)
    book.deal("northwind", "Marlow Media", "100000.00", -66, product="engage", role="resold")
    book.invite("northwind", SEGMENT, "advisory_board")
    book.meet("northwind", SEGMENT, "pipeline_review", -18, held=True)
    book.meet("northwind", SEGMENT, "qbr", 12, held=False)


def _globex(book: Book) -> None:
    """One deal short of silver: people are complete, 187,400.00 counted, and 25,000.00 in negotiation."""
    book.partner("globex", "Globex Digital", "digital_agency", "GB", aliases="Globex")
    book.enroll("globex", SEGMENT, "bronze", DEV, since=-350)
    book.sign("globex", "baseline")
    book.people("globex", "technical", 10)
    book.people("globex", "sales", 5)
    book.deal("globex", "Thistle Foods", "120000.00", -150)
    book.deal("globex", "Harbor Lights", "67400.00", -51)
    book.deal("globex", "Tandem Cycles", "25000.00", 19, stage="negotiation")
    book.meet("globex", SEGMENT, "pipeline_review", -9, held=False)


def _initech(book: Book) -> None:
    """Silver with exactly ten technical people, and one certificate lapses next week."""
    book.partner("initech", "Initech Consulting", "management_consulting", aliases="Initech")
    book.enroll("initech", SEGMENT, "silver", DEV, since=-200)
    book.sign("initech", "baseline")
    book.people("initech", "technical", 9)
    book.people("initech", "technical", 1, earned=-330, expires=6)
    book.people("initech", "sales", 5)
    book.deal("initech", "Quarry Stone", "133000.00", -190)
    book.deal("initech", "Bellweather Press", "99000.00", -101)


def _blue_harbor(book: Book) -> None:
    """Silver on revenue of 212,000.00, of which 60,000.00 leaves the window in fifteen days."""
    book.partner("blue-harbor", "Blue Harbor Analytics", "si", aliases="Blue Harbor")
    book.enroll("blue-harbor", SEGMENT, "silver", LENA, since=-330)
    book.sign("blue-harbor", "baseline")
    book.people("blue-harbor", "technical", 12)
    book.people("blue-harbor", "sales", 5)
    book.deal("blue-harbor", "Anchor Shipping", "60000.00", -350)
    book.deal("blue-harbor", "Delta Freight", "152000.00", -140)
    book.meet("blue-harbor", SEGMENT, "pipeline_review", -31, held=True)


def _contoso(book: Book) -> None:
    """In two programs, with deals in pounds and yen."""
    book.partner("contoso", "Contoso Europe GmbH", "si", "DE", aliases="Contoso|Contoso EU")
    book.enroll("contoso", SEGMENT, "silver", LENA)
    book.enroll("contoso", BUILD, "bronze", LENA)
    book.sign("contoso", "baseline", "resale_addendum", "segment_program_agreement")
    book.people("contoso", "technical", 13)
    book.people("contoso", "sales", 6)
    book.people("contoso", "segment_sales", 2)
    book.deal("contoso", "Alpen Versicherung", "88000.00", -95, currency="EUR")
    book.deal("contoso", "Thames Water Works", "74500.00", -160, currency="GBP", role="resold")
    book.deal("contoso", "Sakura Rail", "9800000", -60, currency="JPY")
    book.meet("contoso", SEGMENT, "qbr", 24, held=False)


def _meridian(book: Book) -> None:
    """Global strategic by designation, with an affiliate in London."""
    book.partner("meridian", "Meridian Global Services", "si", aliases="Meridian|MGS")
    book.partner("meridian-uk", "Meridian Global Services UK", "si", "GB", aliases="Meridian UK", parent="meridian")
    book.enroll("meridian", BUILD, "global_strategic", TOM, since=-600)
    book.enroll("meridian-uk", BUILD, "silver", TOM)
    for partner in ("meridian", "meridian-uk"):
        book.sign(partner, "baseline", "resale_addendum")
    book.people("meridian", "technical", 31)
    book.people("meridian", "sales", 14)
    book.people("meridian-uk", "technical", 10)
    book.people("meridian-uk", "sales", 7)
    shared = book.deal("meridian", "Continental Air", "820000.00", -88, product="flex")
    book.join(shared, "meridian-uk", -130)
    book.deal("meridian", "Union Grid", "415000.00", -222, product="flex", role="resold")
    book.meet("meridian", BUILD, "executive", 40, held=False)
    book.meet("meridian", BUILD, "qbr", -50, held=True, notes="Executive sponsor confirmed for next year.")


def _brightline(book: Book) -> None:
    """In Build 2022 and with 8x8; its registration waits for a decision."""
    book.partner("brightline", "Brightline Voice", "resell", "CA", aliases="Brightline")
    book.enroll("brightline", BUILD, "bronze", TOM)
    book.enroll("brightline", EIGHT, None, TOM)
    book.sign("brightline", "baseline", "partnership", "support_addendum")
    book.people("brightline", "technical", 4)
    book.people("brightline", "sales", 2)
    book.deal("brightline", "Maple Clinics", "47250.00", -72, product="flex", role="resold")
    book.steps("brightline", LAUNCHED, "enablement", last=-95)
    book.register("brightline", BUILD, "Granite Hotels", "36000.00", "submitted", -2, product="flex", role="resold")
    book.meet("brightline", EIGHT, "pipeline_review", -26, held=True)
    book.meet("brightline", EIGHT, "pipeline_review", 5, held=False)


def _quiet_and_gone(book: Book) -> None:
    """A registered partner without activity for months, and one that is inactive."""
    book.partner("quiet-creek", "Quiet Creek Consulting", "consultancy", aliases="Quiet Creek")
    book.enroll("quiet-creek", SEGMENT, "registered", DEV, since=-380, active=-121)
    book.sign("quiet-creek", "baseline")
    book.partner("old-mill", "Old Mill Systems", "si", aliases="Old Mill", status="inactive")
    book.enroll("old-mill", BUILD, "registered", TOM, since=-800, active=-410)
    book.sign("old-mill", "baseline", signed=-1100, expires=-370)


def _launching(book: Book) -> None:
    """Technology partners of 8x8 on different steps of the launch, and one program without tiers."""
    book.partner("vandelay", "Vandelay Integrations", "technology", aliases="Vandelay")
    book.enroll("vandelay", EIGHT, None, LENA, since=-150, active=-6)
    book.steps("vandelay", ("evaluation", "legal", "onboarding"), "launch_prep")
    book.sign("vandelay", "partnership", signed=-70)
    book.meet("vandelay", EIGHT, "pipeline_review", -41, held=True)
    book.meet("vandelay", EIGHT, "pipeline_review", -11, held=False)
    book.partner("silver-fern", "Silver Fern Digital", "technology", "NZ", aliases="Silver Fern")
    book.enroll("silver-fern", EIGHT, None, LENA)
    book.sign("silver-fern", "partnership")
    book.steps("silver-fern", (*LAUNCHED, "enablement", "co_marketing"), "referrals", last=-30)
    book.meet("silver-fern", EIGHT, "qbr", 8, held=False)
    book.partner("next-step", "Next Step Advisory", "isv")
    book.enroll("next-step", SOLUTION, None, DEV)
    book.partner("qbr-labs", "QBR Labs", "isv", "IE")
    book.enroll("qbr-labs", SOLUTION, None, DEV)


def _conflict(book: Book) -> None:
    """Two partners registered the same customer within days."""
    book.register("acme", SEGMENT, "Helios Energy", "58000.00", "in_review", -6)
    book.register("globex", SEGMENT, "Helios Energy", "62000.00", "submitted", -3)
    book.register("northwind", SEGMENT, "Pine Insurance", "141300.00", "approved", -260, decided=-257)
    book.register("contoso", SEGMENT, "Rhein Logistik", "44000.00", "declined", -48, decided=-44, role="resold")
