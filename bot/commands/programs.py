"""`tierline programs`: which programs are known, what one says, and whether a definition of one's own is right."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from programs.catalog import Catalog
from programs.errors import RulesError
from programs.loading import DefinitionError, load_definition
from programs.schema import Access, Benefit, Program, Rule, Tier

ACCESS_WORDS = {Access.yes: "yes", Access.by_invitation: "by invitation", Access.no: "-"}

Section = tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    envvar="TIERLINE_PROGRAMS_DIR",
    show_envvar=True,
    help="A folder with program definitions of your own (*.yml), read after the shipped ones.",
)


@click.group("programs")
def programs() -> None:
    """Look at the partner programs, or check a definition of your own."""


@programs.command("list")
@folder_option
def list_programs(folder: Path | None) -> None:
    """List every program that is known."""
    rows = [
        (each.id, each.name, str(each.year or "-"), str(len(each.tiers) or "-"), str(len(each.benefits)))
        for each in _catalog(folder).programs()
    ]
    _table("Programs", ("Id", "Name", "Year", "Tiers", "Benefits"), rows)


@programs.command("show")
@click.argument("program_id", metavar="ID")
@click.option("--tier", "tier_id", help="Show one tier only: what it asks and what it gives.")
@folder_option
def show_program(program_id: str, tier_id: str | None, folder: Path | None) -> None:
    """Show what a program asks and gives, with the source of every rule."""
    try:
        program = _catalog(folder).get(program_id)
        tiers = program.tiers if tier_id is None else (program.tier(tier_id),)
    except RulesError as error:
        raise click.ClickException(error.sentence) from error
    _say(f"{program.name} ({program.publisher}, {program.edition})", f"Source: {program.source.cite()}")
    if program.note:
        _say(f"Note: {program.note}")
    if tiers:
        _table("Requirements", ("Requirement", "Unit", *_names(tiers), "Source"), _requirement_rows(program, tiers))
    _table("Benefits", ("Benefit", *_names(tiers), "Agreement", "Source"), _benefit_rows(program, tiers))
    if tier_id is None:
        _show_rest(program)
    _say(*_notes(program))


@programs.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_program(file: Path) -> None:
    """Check a program definition and say everything that is wrong in it, by file and line."""
    try:
        program = load_definition(file)
    except DefinitionError as error:
        raise click.ClickException(str(error)) from error
    _say(
        f"{file} is right: {program.name} ({program.id}) with {len(program.tiers)} tiers, "
        f"{len(program.requirements)} requirements, {len(program.benefits)} benefits, {len(program.steps)} steps."
    )


def _catalog(folder: Path | None) -> Catalog:
    try:
        return Catalog.load(folder)
    except DefinitionError as error:
        raise click.ClickException(str(error)) from error


def _names(tiers: Sequence[Tier]) -> list[str]:
    return [tier.name for tier in tiers]


def _requirement_rows(program: Program, tiers: Sequence[Tier]) -> list[tuple[str, ...]]:
    return [
        (
            each.label,
            each.unit,
            *(f"{each.thresholds[tier.id]:,f}" if tier.id in each.thresholds else "-" for tier in tiers),
            each.source.cite(),
        )
        for each in program.requirements
    ]


def _benefit_rows(program: Program, tiers: Sequence[Tier]) -> list[tuple[str, ...]]:
    def row(benefit: Benefit) -> tuple[str, ...]:
        access = (ACCESS_WORDS[benefit.at(tier.id)] for tier in tiers)
        return benefit.name, *access, benefit.agreement or "-", benefit.source.cite()

    return [row(benefit) for benefit in program.benefits]


def _show_rest(program: Program) -> None:
    """The parts that do not depend on a tier; what a program does not have is left out."""
    for caption, columns, rows in (*_papers(program), *_cooperation(program)):
        if rows:
            _table(caption, columns, rows)


def _papers(program: Program) -> list[Section]:
    """What a partner signs, learns and may ask for."""
    other_names = [(tier.name, ", ".join(tier.aliases)) for tier in program.tiers if tier.aliases]
    return [
        ("Tiers called otherwise", ("Tier", "Also"), other_names),
        ("Partner types", ("Id", "Name", "Who"), [(p.id, p.name, p.description) for p in program.partner_types]),
        ("Products", ("Id", "Name"), [(p.id, p.name) for p in program.products]),
        ("Agreements", ("Id", "Name", "Unlocks"), [(a.id, a.name, "; ".join(a.unlocks)) for a in program.agreements]),
        ("Credentials", ("Id", "Name", "Course"), [(c.id, c.name, c.course) for c in program.credentials]),
        ("Funds", ("Id", "Name", "How to ask"), [(f.id, f.name, f.request) for f in program.funds]),
    ]


def _cooperation(program: Program) -> list[Section]:
    """How the two sides work together."""
    referral, roles, joining = program.referral, program.responsibilities, program.deal_registration
    referrals = [(referral.referrer, referral.fee_payer, "; ".join(referral.qualifies))] if referral else []
    duties = (
        [("vendor", each) for each in roles.vendor] + [("partner", each) for each in roles.partner] if roles else []
    )
    return [
        ("Referrals", ("Referred by", "Paid by", "What qualifies"), referrals),
        ("Ways onto an opportunity", ("Way",), [(way,) for way in joining.ways_to_join] if joining else []),
        ("Steps", ("Id", "Phase", "What happens"), [(s.id, s.phase, s.description) for s in program.steps]),
        ("Responsibilities", ("Side", "What"), duties),
        (
            "Reviews",
            ("Meeting", "Every", "Who"),
            [(r.name, r.every or "not stated", "; ".join(r.who)) for r in program.reviews],
        ),
        (
            "Contacts",
            ("Name", "Where"),
            [(c.name, c.email or c.phone or c.site or "-") for c in program.contacts],
        ),
    ]


def _notes(program: Program) -> list[str]:
    """Every note of the definition, where a document contradicts itself or was damaged."""
    parts = [value for _, value in (*program, *(program.evaluation or ()))]
    rules = [rule for part in parts for rule in (part if isinstance(part, tuple) else (part,))]
    return [f"Note, {rule.source.cite()}: {rule.note}" for rule in rules if isinstance(rule, Rule) and rule.note]


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(line)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table on a terminal; elsewhere print tab-separated lines that other programs can read."""
    if not sys.stdout.isatty():
        _say("", caption, "\t".join(columns), *("\t".join(row) for row in rows))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=caption, title_justify="left")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
