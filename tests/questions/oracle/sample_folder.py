"""A small hand-written portfolio; test_oracle.py holds what follows from it."""

from pathlib import Path

SEGMENT, BUILD, SELLWITH8, SOLUTION = (
    "twilio-segment-2024",
    "twilio-build-2022",
    "8x8-sellwith8-2023",
    "twilio-solution-partners",
)

SHEETS = {
    "partners": """
        partner,name,status
        acme,Acme,active
        globex,Globex,active
        initech,Initech,inactive
        umbra,Umbra,
        mono,Mono,active
        nearly,Nearly,active
        launchco,Launch Co,active""",
    "enrollments": f"""
        partner,program,tier,tier_since,manager,last_activity_on
        acme,{SEGMENT},bronze,2024-01-15,pam@v.example,2024-07-01
        acme,{BUILD},registered,,pam@v.example,2024-07-01
        globex,{SEGMENT},silver,2023-01-10,sam@v.example,2024-04-16
        initech,{SEGMENT},registered,,pam@v.example,
        umbra,{SEGMENT},global_strategic,,sam@v.example,2024-07-01
        mono,{SEGMENT},registered,2024-02-01,sam@v.example,2024-04-15
        nearly,{SEGMENT},registered,,Pam@V.example,2024-07-01
        launchco,{SELLWITH8},,,sam@v.example,2024-07-01
        launchco,{SOLUTION},,,sam@v.example,2024-07-01""",
    "people": "partner,email,credential,earned_on,expires_on,left_on\n"
    + "".join(f"acme,t{n}@a.example,technical,2023-06-01,,\n" for n in range(1, 8))
    + "".join(f"acme,s{n}@a.example,sales,2023-06-01,,\n" for n in range(1, 6))
    + "".join(f"globex,t{n}@g.example,technical,2023-06-01,,\n" for n in range(3))
    + "".join(f"nearly,t{n}@n.example,technical,2023-06-01,,\n" for n in range(3))
    + """
        acme,T1@A.EXAMPLE,technical,2023-06-02,,
        acme,x1@a.example,technical,2023-06-01,2024-07-15,
        acme,x2@a.example,technical,2023-06-01,2024-07-14,
        acme,x3@a.example,technical,2023-06-01,,2024-07-15
        acme,x4@a.example,technical,2023-06-01,,2024-07-16
        acme,x5@a.example,technical,,,
        acme,x6@a.example,technical,2024-07-16,,
        acme,s1@a.example,segment_sales,2023-06-01,,
        globex,s1@g.example,sales,2023-06-01,,""",
    "opportunities": """
        opportunity,stage,earr,professional_services,currency,opened_on,close_on
        O1,closed_won,100000,0,USD,2024-01-01,2024-07-15
        O2,closed_won,50000,7,USD,2023-01-01,2023-07-17
        O3,closed_won,70000,,USD,2023-01-01,2023-07-16
        O4,closed_won,1000000,,USD,2023-01-01,2024-01-10
        O5,closed_won,10000.005,,EUR,2023-01-01,2024-01-31
        O6,closed_won,,99999,USD,2023-01-01,2024-03-01
        O7,closed_lost,80000,,USD,2023-01-01,2024-03-01
        O8,closed_won,90000,,USD,2023-01-01,2024-03-01
        O9,closed_won,90000,,USD,2023-01-01,2024-07-16
        G1,closed_won,20000,,USD,2023-01-01,2023-08-01
        P1,qualified,1000,50,EUR,2024-01-01,2024-09-01
        P2,proposal,500.50,,USD,2024-01-01,
        Y1,closed_won,5,,JPY,2024-01-01,2024-03-01""",
    "opportunity_partners": """
        opportunity,partner,role,added_on
        O1,acme,resold,2024-07-15
        O2,acme,influenced,2023-01-01
        O3,acme,influenced,2023-01-01
        O4,acme,influenced,2024-01-11
        O5,acme,influenced,2023-01-01
        O6,acme,influenced,2023-01-01
        O7,acme,influenced,2023-01-01
        O8,acme,influenced,
        O9,acme,influenced,2023-01-01
        G1,globex,influenced,2023-08-01
        G1,nearly,influenced,2023-08-01
        P1,acme,influenced,2024-01-01
        P2,acme,influenced,2024-01-01
        Y1,initech,influenced,2024-01-01""",
    "agreements": """
        partner;agreement;signed_on;expires_on
        acme;baseline;2022-01-01;
        acme;mdf_terms;2023-01-01;2024-07-14
        acme;referral_addendum;2023-01-01;2024-07-15
        globex;baseline;2022-01-01;
        umbra;baseline;2022-01-01;
        nearly;baseline;2022-01-01;2023-12-31
        nearly;baseline;2024-01-01;
        mono;baseline;2024-07-16;
        launchco;partnership;2024-02-01;""",
    "invitations": f"""
        partner,program,benefit,invited_on,expires_on
        acme,{SEGMENT},demo_environment,2024-01-01,
        acme,{SEGMENT},mdf,2024-01-01,2024-07-15
        acme,{SEGMENT},advisory_board,2024-01-01,2024-07-14""",
    "registrations": f"""
        registration,partner,program,state,submitted_on,decided_on
        R1,acme,{SEGMENT},submitted,2024-03-01,
        R2,acme,{BUILD},approved,2024-01-05,2024-02-05
        R3,globex,{SEGMENT},in_review,2024-03-02,
        R4,acme,{SEGMENT},draft,,""",
    "meetings": f"""
        partner,program,kind,scheduled_on,held_on
        launchco,{SELLWITH8},pipeline_review,2024-05-10,2024-05-12
        launchco,{SELLWITH8},pipeline_review,2024-06-10,
        launchco,{SELLWITH8},pipeline_review,2024-07-15,
        launchco,{SELLWITH8},qbr,2024-08-01,""",
    "steps": f"""
        partner,program,step,done_on
        launchco,{SELLWITH8},legal,2024-02-01
        launchco,{SELLWITH8},evaluation,2024-01-01
        launchco,{SELLWITH8},onboarding,2024-08-01""",
    "fx_rates": """
        currency,effective_on,usd
        EUR,2024-02-01,1.20
        EUR,2023-12-01,1.10
        JPY,2024-03-02,0.007""",
}


def write(folder: Path) -> None:
    """One sheet a file; partners.csv with a byte-order mark, agreements.csv with semicolons."""
    for name, text in SHEETS.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        mark = "\ufeff" if name == "partners" else ""
        (folder / f"{name}.csv").write_text(mark + "\n".join(line for line in lines if line) + "\n", encoding="utf-8")
