"""Every bad cell is named at once, with what was read and what was expected."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from store.engine import Store
from store.portfolio.importing import ImportReport, import_portfolio
from store.portfolio.problems import PortfolioError, Problem
from tests.store.conftest import NOW
from tests.store.folders import FILES, VOCABULARY, write, write_folder

Load = Callable[[Path], ImportReport]


@pytest.fixture
def problems(load: Load, tmp_path: Path) -> Callable[..., list[str]]:
    """The problems of the small portfolio with some files replaced."""

    def run(**changed: str | None) -> list[str]:
        with pytest.raises(PortfolioError) as caught:
            load(write_folder(tmp_path / "in", **changed))
        return [str(problem) for problem in caught.value.problems]

    return run


def deal(**cells: str) -> str:
    """One opportunity as a file."""
    row = {"opportunity": "O-1", "stage": "closed_won", "close_on": "2026-06-01"} | cells
    return f"{','.join(row)}\n{','.join(row.values())}\nO-2{',' * (len(row) - 1)}\n"


def test_every_bad_cell_of_every_file_is_reported_at_once(problems: Callable[..., list[str]]) -> None:
    found = problems(
        partners="partner,name,country,type\nacme,Acme,Germany,reseller\nacme-uk,,,\nfern,Fern,,\n",
        people="partner,email,credential,earned_on\nacme,nobody,technical,01.02.2026\nacme,x@a.example,,2026-02-30\n",
        fx_rates="currency,effective_on,usd\nEUR,2026-01-01,0\neur,2026-01-01,1.1\n",
    )
    assert found == [
        "partners.csv:2:country: read 'Germany'; expected an ISO 3166-1 country of two capital letters, like DE",
        "partners.csv:2:type: read 'reseller'; expected one of si, resell, isv, consultancy, "
        "management_consulting, digital_agency, technology",
        "partners.csv:3:name: read ''; expected a value, the cell is empty",
        "people.csv:2:email: read 'nobody'; expected an e-mail address",
        "people.csv:2:earned_on: read '01.02.2026'; expected a day as YYYY-MM-DD",
        "people.csv:3:earned_on: read '2026-02-30'; there is no such day in the calendar",
        "fx_rates.csv:2:usd: read '0'; expected US dollars for one unit: more than zero, at most 27 digits",
        "fx_rates.csv:3:currency: read 'eur'; expected an ISO 4217 currency of three capital letters, like EUR",
    ]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1,000.00", "the row has 6 cells; expected 5"),
        ("20.000,00", "the row has 6 cells; expected 5"),
        ("1e5", "in digits with a point"),
        ("$20000", "in digits with a point"),
        ("-5", "of zero or more"),
        ("0.12345", "at most 4 decimals"),
        ("900000000000000", "below 100 trillion"),
        ("٣", "in digits with a point"),
    ],
)
def test_an_amount_is_plain_digits(problems: Callable[..., list[str]], amount: str, expected: str) -> None:
    (problem,) = problems(opportunities=deal(earr=amount, currency="USD"))
    assert expected in problem


def test_an_amount_needs_a_currency(problems: Callable[..., list[str]]) -> None:
    (problem,) = problems(opportunities=deal(earr="500.00"))
    assert problem == ("opportunities.csv:2:currency: read ''; expected an ISO 4217 currency, because earr is 500.00")


@pytest.mark.parametrize(("close_on", "missing"), [("2025-12-31", True), ("2026-01-01", False)])
def test_a_won_deal_needs_a_rate_on_or_before_its_close(
    store: Store, tmp_path: Path, close_on: str, missing: bool
) -> None:
    folder = write_folder(
        tmp_path / "in", opportunities=deal(earr="1", currency="EUR", close_on=close_on), registrations=None
    )
    if not missing:
        assert import_portfolio(store, folder, VOCABULARY, at=NOW, actor="operator").written
        return
    with pytest.raises(PortfolioError) as caught:
        import_portfolio(store, folder, VOCABULARY, at=NOW, actor="operator")
    (problem,) = caught.value.problems
    assert problem.reason.startswith("O-1 was won on 2025-12-31 in EUR, and fx_rates has no EUR rate")


def test_a_rate_that_the_store_has_already_will_do(load: Load, tmp_path: Path) -> None:
    load(write_folder(tmp_path / "in"))
    assert load(write_folder(tmp_path / "later", fx_rates=None, opportunities=deal(earr="1", currency="EUR"))).written


def test_names_that_nobody_knows_come_with_the_nearest(problems: Callable[..., list[str]]) -> None:
    found = problems(
        enrollments="partner,program,tier\nacmee,gems,bronze\nacme,gem,bronze\nacme,gems,bronce\nfern,launch,silver\n",
        agreements="partner,agreement\nacme,base_line\n",
        invitations="partner,program,benefit\nacme,gems,mdff\n",
        steps="partner,program,step\nfern,launch,onbording\n",
        people="partner,email,credential\nacme,a@acme.example,technic\n",
    )
    assert found == [
        "enrollments.csv:2:partner: read 'acmee'; expected a known partner; nearest: acme, acme-uk",
        "enrollments.csv:3:program: read 'gem'; expected a known program; nearest: gems",
        "enrollments.csv:4:tier: read 'bronce'; expected a known tier of gems; nearest: bronze",
        "enrollments.csv:5:tier: read 'silver'; expected no tier: there is none of launch",
        "people.csv:2:credential: read 'technic'; expected a known credential; nearest: technical",
        "agreements.csv:2:agreement: read 'base_line'; expected a known agreement; nearest: baseline",
        "invitations.csv:2:benefit: read 'mdff'; expected a known benefit of gems; nearest: mdf",
        "steps.csv:2:step: read 'onbording'; expected a known step of launch; nearest: onboarding",
    ]


def test_a_repeated_key_names_both_rows(problems: Callable[..., list[str]]) -> None:
    (problem,) = problems(
        agreements="partner,agreement,signed_on\nacme,baseline,2026-01-01\nacme,mdf_terms,\nacme,baseline,2026-01-01\n"
    )
    assert problem == (
        "agreements.csv:4:signed_on: read 'acme + baseline + 2026-01-01'; "
        "row 2 has the same partner + agreement + signed_on; expected each once"
    )


def test_row_numbers_count_the_lines_inside_quotes(problems: Callable[..., list[str]]) -> None:
    (problem,) = problems(
        meetings='partner,program,kind,scheduled_on,notes\nacme,gems,qbr,2026-01-01,"a\nb\nc"\n\nacme,gems,chat,2026-02-01,\n'
    )
    assert problem.startswith("meetings.csv:6:kind: read 'chat'")


def test_a_bad_partner_row_does_not_make_its_partner_unknown(problems: Callable[..., list[str]]) -> None:
    (problem,) = problems(partners=FILES["partners"].replace(",US,", ",USA,"))
    assert problem.startswith("partners.csv:3:country: read 'USA'")
    (problem,) = problems(partners=FILES["partners"].replace(",US,", ",US,,,,"))
    assert problem == "partners.csv:3: the row has 11 cells; expected 8 as in the header"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "partners.csv: the file is empty; expected a header row"),
        (b"\n\n", "partners.csv: the file is empty; expected a header row"),
        (b"partner,name\nacme,M\xfcller\n", "partners.csv:2: the file is not UTF-8; save it as CSV UTF-8"),
        (b"partner,name\nacme,A\nb,\0\n", "partners.csv:3: the row holds a NUL character; save the file as CSV UTF-8"),
        (b'partner,name\nacme,"A\n', "partners.csv:2: the quotes of a cell do not pair"),
        (b"partner,name,name\nacme,A,B\n", "partners.csv:1:name: the column stands twice in the header"),
        (b"partner,country\nacme,US\n", "partners.csv:1:name: the column is missing; expected partner, name,"),
        (b"partner,name\nacme\n", "partners.csv:2: the row has 1 cells; expected 2 as in the header"),
    ],
)
def test_a_file_that_is_no_table_is_said_in_words(load: Load, tmp_path: Path, content: bytes, expected: str) -> None:
    folder = write_folder(tmp_path / "in", **dict.fromkeys(set(FILES) - {"partners", "enrollments"}))
    (folder / "partners.csv").write_bytes(content)
    write(folder / "enrollments.csv", "partner,program\nacme,gems\n")
    with pytest.raises(PortfolioError) as caught:
        load(folder)
    (problem,) = caught.value.problems
    assert str(problem).startswith(expected)


def test_both_required_files_are_asked_for(problems: Callable[..., list[str]], load: Load, tmp_path: Path) -> None:
    assert problems(partners=None, enrollments=None)[:2] == [
        "partners: missing from in; it is required",
        "enrollments: missing from in; it is required",
    ]
    with pytest.raises(PortfolioError, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_a_number_given_here_does_not_become_another_partners_deal(
    store: Store, load: Load, tmp_path: Path, new_registration: Callable[..., object]
) -> None:
    load(write_folder(tmp_path / "in"))
    with store.write() as work:
        number = work.registrations.submit(new_registration(partner="fern")).id
    assert number == "DR-1008"
    with pytest.raises(PortfolioError, match="the number was given to a registration of fern here"):
        load(write_folder(tmp_path / "later", registrations=FILES["registrations"].replace("DR-1007", number)))


def test_thousands_of_unknown_names_are_all_reported_and_the_first_with_hints(
    problems: Callable[..., list[str]],
) -> None:
    found = problems(enrollments="partner,program\n" + "".join(f"acme{number},gems\n" for number in range(3000)))
    assert len(found) == 3000
    assert found[0].endswith("nearest: acme, acme-uk")
    assert found[-1] == "enrollments.csv:3001:partner: read 'acme2999'; expected a known partner"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"partners": f"partner,name\n{'a' * 76},A\n"}, ":2:partner: read '.*expected at most 75 characters, not 76"),
        (
            {"partners": f"partner,name\nacme,{'A' * 201}\n"},
            ":2:name: read '.*expected at most 200 characters, not 201",
        ),
        (
            {"partners": f"partner,name,aliases\nacme,A,B|{'A' * 201}\n"},
            ":2:aliases: .*at most 200 characters, not 201",
        ),
        ({"opportunities": deal(opportunity="O" * 76)}, ":2:opportunity: .*at most 75 characters, not 76"),
        ({"opportunities": deal(product="p" * 2001)}, ":2:product: .*at most 2,000 characters, not 2,001"),
        ({"opportunities": deal(owner=f"{'r' * 250}@a.example")}, ":2:owner: .*at most 254 characters, not 260"),
    ],
)
def test_ids_names_and_notes_have_a_length(
    problems: Callable[..., list[str]], changed: dict[str, str], expected: str
) -> None:
    assert re.search(expected, problems(**changed)[0])


def test_the_longest_cells_are_taken(load: Load, tmp_path: Path) -> None:
    rows = f"partner,name,domain\n{'p' * 75},{'N' * 200},{'d' * 2000}\n"
    assert load(write_folder(tmp_path / "in", partners=FILES["partners"])).written
    assert load(write_folder(tmp_path / "in", partners=rows)).written


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u2069", "\x07", "\u3164\u2800", "\ufe0f"])
def test_a_name_that_nobody_can_see_is_none(problems: Callable[..., list[str]], name: str) -> None:
    (problem,) = problems(partners=f"partner,name\nacme,{name}\nacme-uk,A\nfern,F\n")
    assert "expected a character that can be seen" in problem


def test_what_a_file_says_never_steers_the_terminal(problems: Callable[..., list[str]]) -> None:
    assert str(Problem("\x1b]0;a\x07.csv", 1, "\x9b2J", "b\r\u202ec")) == "\\x1b]0;a\\x07.csv:1:\\x9b2J: b\\r\\u202ec"


def test_a_column_of_any_length_is_named_in_short() -> None:
    assert len(str(Problem("a.csv", 1, "x" * 100_000, "unknown"))) < 100


def test_a_pipe_or_a_device_is_no_file(problems: Callable[..., list[str]], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "partners.csv")
    (folder / "people.csv").symlink_to("/dev/zero")
    found = problems(partners=None, people=None)
    assert found == [
        f"{name}.csv: this is no regular file; expected one with a table" for name in ("partners", "people")
    ]


def test_ten_thousand_bad_rows_do_not_flood_the_terminal(load: Load, tmp_path: Path) -> None:
    rows = "".join(f"a{number},A,X\n" for number in range(10_000))
    with pytest.raises(PortfolioError) as caught:
        load(write_folder(tmp_path / "in", partners=f"partner,name,country\nacme,A,US\nacme-uk,A,\nfern,F,\n{rows}"))
    lines = str(caught.value).splitlines()
    assert lines[0] == "10,000 problems in the portfolio, so nothing was imported:"
    assert len(lines) == 202
    assert lines[-1] == "  … and 9,800 more problems"


def test_a_header_of_a_thousand_columns_is_one_problem(problems: Callable[..., list[str]]) -> None:
    (problem,) = problems(steps="partner,program,step" + ",x" * 998 + "\n")
    assert problem == "steps.csv:1: the header has 1,001 columns; expected at most 1,000"
