"""Small portfolio folders, and the words of two programs made up for the tests."""

from pathlib import Path

from store.portfolio.sheets import BY_NAME
from store.portfolio.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    tiers={"gems": {"registered", "bronze", "silver"}, "launch": set()},
    benefits={"gems": {"mdf", "co_sell"}, "launch": set()},
    steps={"gems": set(), "launch": {"legal", "onboarding"}},
    credentials={"technical", "sales"},
    agreements={"baseline", "mdf_terms"},
)

OPPORTUNITY = [column.name for column in BY_NAME["opportunities"].columns]
REGISTRATION = [column.name for column in BY_NAME["registrations"].columns]

FILES = {
    "partners": """\
        partner,name,aliases,domain,country,type,parent,status
        acme-uk,Acme UK,,,GB,si,acme,active
        acme,Acme Communications,Acme|AC,acme.example,US,si,,active
        fern,Silver Fern Digital,,,,,,inactive
        """,
    "enrollments": """\
        partner,program,tier,tier_since,enrolled_on,manager,focus,last_activity_on
        acme,gems,bronze,2026-01-01,2024-05-01,pam@vendor.example,segment|engage,2026-11-01
        fern,launch,,,2025-02-03,,,
        """,
    "people": """\
        partner,email,name,credential,earned_on,expires_on,left_on
        acme,Ada.Cho@acme.example,Ada Cho,technical,2026-02-01,2027-02-01,
        acme,ben@acme.example,Ben,,,,
        """,
    "opportunities": f"""\
        {",".join(OPPORTUNITY)}
        O-1,Lumen,lumen.example,US,segment,closed_won,96500.50,1000.00,USD,2026-01-01,2026-06-01,rita@vendor.example
        O-2,Alpen AG,,DE,engage,closed_won,88000.00,,EUR,2026-01-01,2026-07-01,
        O-3,Kite,,,,proposal,,,,,,
        """,
    "opportunity_partners": """\
        opportunity,partner,role,added_on
        O-1,acme,influenced,2026-02-01
        O-2,acme,resold,2026-02-01
        """,
    "agreements": """\
        partner,agreement,signed_on,expires_on
        acme,baseline,2024-05-01,
        acme,mdf_terms,,
        """,
    "invitations": """\
        partner,program,benefit,invited_on,expires_on
        acme,gems,mdf,2026-03-01,2026-12-31
        """,
    "registrations": f"""\
        {",".join(REGISTRATION)}
        DR-1007,acme,gems,Lumen,lumen.example,US,segment,96500.50,USD,sourced,2026-06-30,won,2026-01-05,2026-01-08,O-1
        """,
    "meetings": """\
        partner,program,kind,scheduled_on,held_on,notes
        acme,gems,pipeline_review,2026-10-01,2026-10-02,"two lines,
        =and a formula"
        acme,gems,pipeline_review,2026-11-05,,
        acme,gems,qbr,2026-12-01,,
        """,
    "steps": """\
        partner,program,step,done_on
        fern,launch,legal,2025-03-01
        fern,launch,onboarding,
        """,
    "fx_rates": """\
        currency,effective_on,usd
        EUR,2026-01-01,1.08431234
        """,
}


def write_folder(folder: Path, **changed: str | None) -> Path:
    """Write the small portfolio; `changed` replaces files by name, None leaves one out."""
    folder.mkdir(exist_ok=True)
    for name, content in (FILES | changed).items():
        if content is not None:
            write(folder / f"{name}.csv", content)
    return folder


def write(path: Path, content: str) -> Path:
    """Write a file from indented lines."""
    path.write_text("".join(f"{line.strip()}\n" for line in content.strip().splitlines()), encoding="utf-8")
    return path
