"""What somebody reads whose definition is wrong: the file, the line, the reason, and everything at once."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.catalog import SHIPPED
from programs.loading import DefinitionError, load_definition, parse_definition
from programs.yamltext import MOST_BYTES, YamlProblem, read
from tests.programs.test_own_program import ORBIT


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(DefinitionError) as caught:
        parse_definition(text, "own.yml")
    assert all(each.file == "own.yml" for each in caught.value.problems)
    return [(each.line, each.where, each.reason) for each in caught.value.problems]


def only_problem(text: str) -> tuple[int, str, str]:
    (found,) = problems(text)
    return found


def line_of(text: str, words: str) -> int:
    """The number of the one line that contains the words."""
    (number,) = (number for number, line in enumerate(text.split("\n"), 1) if words in line)
    return number


def refusal(text: str) -> YamlProblem | None:
    try:
        read(text)
    except YamlProblem as problem:
        return problem
    return None


def edited(old: str, new: str) -> str:
    assert ORBIT.count(old) == 1, f"{old!r} must stand exactly once in the sample"
    return ORBIT.replace(old, new)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yml")), ids=lambda path: path.stem)
def test_the_shipped_definitions_load_and_are_named_after_their_id(path: Path) -> None:
    assert load_definition(path).id == path.stem


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        ("short_name:", "short_nam:", "short_nam", "unknown key 'short_nam' (did you mean short_name?)"),
        (
            "    label: Turnover with services",
            "    lable: Turnover with services",
            "requirements.1.lable",
            "unknown key 'lable' (did you mean label?)",
        ),
        (
            "stages: [closed_won], roles: [resold]",
            "stages: [closed_won], rolls: [resold]",
            "requirements.0.metric.rolls",
            "unknown key 'rolls' (did you mean roles?)",
        ),
    ],
)
def test_a_misspelt_key_is_answered_with_the_nearest(old: str, new: str, where: str, reason: str) -> None:
    text = edited(old, new)
    assert (line_of(text, new), where, reason) in problems(text)


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        ("{moon: 1, planet: 2, star: 4}", "{moon: one, planet: 2, star: 4}", "requirements.0.thresholds.moon", "'one'"),
        ("{moon: 1, planet: 2, star: 4}", "{moon: 0, planet: 2, star: 4}", "requirements.0.thresholds.moon", "greater"),
        ("{star: 2}", "{star: 1e999999}", "requirements.2.thresholds.star", "no more than 20 digits"),
        ("{star: 2}", "{star: NaN}", "requirements.2.thresholds.star", "finite"),
        (
            "{moon: 1, planet: 2, star: 4}",
            "{moon: 1, planet: 5, star: 4}",
            "requirements.0.thresholds.star",
            "star asks 4, less than the 5 of planet below it",
        ),
        ("{planet: 1500.50}", "{planets: 1500.50}", "requirements.1.thresholds.planets", "did you mean planet?"),
        ("[pilot, navigator]", "[pilot, navigater]", "requirements.2.metric.credentials.1", "did you mean navigator?"),
        ("agreement: charter}", "agreement: chart}", "requirements.3.metric.agreement", "did you mean charter?"),
        ("kind: agreement", "kind: agreements", "requirements.3.metric", "the kind must be one of 'revenue', 'opport"),
        ("trailing_days: 30", "trailing_days: often", "evaluation.mid_year.trailing_days", "but read 'often'"),
        ("star: yes}", "star: maybe}", "benefits.0.access.star", "'yes', 'by_invitation' or 'no'"),
        ("moon: no, planet", "planet", "benefits.0.access", "missing: moon"),
        ("{id: planet, name: Planet", "{id: Planet!, name: Planet", "tiers.1.id", "'Planet!' does not look right"),
        (
            "{id: star, name: Star",
            "{id: star, name: Star, aliases: [Top, planet]",
            "tiers.2.aliases.1",
            "is called 'pl",
        ),
        ("edition: first", "edition: [first]", "edition", "but read a list"),
        ("{id: navigator,", "{id: pilot,", "credentials.1.id", "the id 'pilot' is taken by entry 0"),
        ("publisher: Orbit", "publisher: ''", "publisher", "at least 1 character"),
        ("publisher: Orbit", "publisher:", "publisher", "but read nothing"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line_and_reason(old: str, new: str, where: str, reason: str) -> None:
    text = edited(old, new)
    found = [(line, why) for line, place, why in problems(text) if place == where]
    assert len(found) == 1
    assert found[0][0] == line_of(ORBIT, old)
    assert reason in found[0][1]


def test_a_tier_by_designation_cannot_have_thresholds() -> None:
    found = problems(edited("{id: star, name: Star,", "{id: star, name: Star, designation_only: yes,"))
    asked_of_star = [line_of(ORBIT, words) for words in ("planet: 2, star: 4", "{star: 2}", "agreement: charter}")]
    asked_of_star[-1] += 1
    assert [line for line, _, _ in found] == asked_of_star
    assert {reason for _, _, reason in found} == {"star is by designation only and cannot have a threshold"}


def test_a_missing_key_is_reported_where_its_part_starts() -> None:
    text = edited("    unit: deals\n", "")
    assert only_problem(text) == (
        line_of(text, "- id: wins"),
        "requirements.0.unit",
        "this key is required and missing",
    )


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines() -> None:
    text = (
        edited("unit: deals", "unite: deals")
        .replace("{star: 2}", "{stars: 2}")
        .replace("trailing_days: 30", "trailing_days: 0")
        .replace("edition: first", "edition: first\nedition: second")
    )
    found = problems(text)
    assert [line for line, _, _ in found] == sorted(line for line, _, _ in found)
    assert {where for _, where, _ in found} == {
        "",
        "requirements.0.unit",
        "requirements.0.unite",
        "requirements.2.thresholds.stars",
        "evaluation.mid_year.trailing_days",
    }


def test_the_whole_error_reads_as_a_list() -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_definition(edited("unit: deals", "unite: deals"), "own.yml")
    head, *lines = str(caught.value).split("\n")
    assert head == "2 problems in the program definition:"
    assert lines[1].startswith("own.yml:17: requirements.0.unite: unknown key 'unite'")


def test_a_repeated_key_is_not_silently_lost() -> None:
    text = edited("edition: first", "edition: first\nedition: second")
    line = line_of(text, "edition: second")
    assert only_problem(text) == (line, "", f"the key 'edition' stands here a second time (first on line {line - 1})")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: a\nname: [unclosed\nyear: 1\n", 3),
        ("id: a\n\tname: b\n", 2),
        ("id: a\nname: 'open\n", 2),
        ("id: a\nname: \x07\n", 2),
    ],
)
def test_broken_yaml_is_named_with_its_line(text: str, line: int) -> None:
    found, where, reason = only_problem(text)
    assert where == ""
    assert abs(found - line) <= 1
    assert "YAML" in reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("- a\n- b\n", "a definition is a mapping of keys to values"),
        ("id: a\n---\nid: b\n", "there is a second document after `---`; a file holds one program"),
        ("id: !!python/object/apply:os.system [ls]\n", "tags such as tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: &a [x]\nb: *a\n", "&a marks a list or mapping; only single values may be repeated"),
        ("a: *nowhere\n", "*nowhere stands for nothing"),
        ("[a, b]: c\n", "a key must be a single word"),
        ("a: " + "[" * 40 + "]" * 40, "nested deeper than 20 levels"),
    ],
)
def test_yaml_that_is_more_than_a_definition_needs_is_refused(text: str, reason: str) -> None:
    assert reason in " ".join(why for _, _, why in problems(text))


def test_a_billion_laughs_end_at_the_first() -> None:
    text = 'a: &a ["lol", "lol"]\n' + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}]\n" for n in range(9))
    assert only_problem(text)[0] == 1


def test_anchored_words_may_be_used_again() -> None:
    text = ORBIT.replace("document: Orbit handbook", "document: &book Orbit handbook", 1)
    text = text.replace("document: Orbit handbook", "document: *book")
    assert parse_definition(text, "own.yml") == parse_definition(ORBIT, "own.yml")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"missing\.yml:1: cannot read it: No such file"):
        load_definition(tmp_path / "missing.yml")
    with pytest.raises(DefinitionError, match="cannot read it: Is a directory"):
        load_definition(tmp_path)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_bytes(b"id: a\nname: Caf\xe9\n")
    with pytest.raises(DefinitionError, match=r"own\.yml:2: the text is not UTF-8"):
        load_definition(tmp_path / "own.yml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(ORBIT, encoding="utf-8-sig")
    assert load_definition(tmp_path / "own.yml").id == "orbit-2025"


def test_a_huge_file_is_not_even_parsed(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_bytes(b"a" * (MOST_BYTES + 1))
    with pytest.raises(DefinitionError, match="larger than 1,000,000 bytes"):
        load_definition(tmp_path / "own.yml")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#?,% \n\t~\x00é", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    problem = refusal(text)
    assert problem is None or 1 <= problem.line <= text.count("\n") + 2


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(ORBIT) - 1), st.integers(1, 40))
def test_a_definition_with_a_piece_torn_out_loads_or_says_why(start: int, length: int) -> None:
    with suppress(DefinitionError):
        assert parse_definition(ORBIT[:start] + ORBIT[start + length :], "own.yml").tiers


def test_keys_of_a_definition_never_steer_the_terminal() -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_definition(ORBIT + '"\\e]0;owned\\a": 1\n', "\x1b[2J.yml")
    assert "\x1b" not in str(caught.value)
    assert "\\x1b[2J.yml" in str(caught.value)
    assert "\\x1b]0;owned\\x07" in str(caught.value)


def test_thousands_of_unknown_keys_do_not_flood_the_terminal() -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_definition(ORBIT + "".join(f"unknown{number}: 1\n" for number in range(3000)), "own.yml")
    lines = str(caught.value).splitlines()
    assert lines[0] == "3,000 problems in the program definition:"
    assert len(lines) == 202
    assert lines[-1] == "… and 2,800 more problems"
