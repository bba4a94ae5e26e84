from pathlib import Path

import pytest

from programs.catalog import SHIPPED, Catalog
from programs.errors import UnknownName, UnknownProgram, UnknownTier
from programs.loading import DefinitionError
from programs.schema import Program
from programs.vocabulary import vocabulary

PROGRAMS = ("8x8-sellwith8-2023", "twilio-segment-2024", "twilio-build-2022", "twilio-solution-partners")


def test_the_four_programs_come_in_a_fixed_order(catalog: Catalog) -> None:
    assert tuple(each.id for each in catalog.programs()) == PROGRAMS


def test_an_unknown_program_is_answered_with_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(UnknownProgram, match="did you mean twilio-segment-2024") as caught:
        catalog.get("twilio-segment-2025")
    assert isinstance(caught.value, KeyError)
    assert caught.value.known == PROGRAMS


def test_an_unknown_tier_or_benefit_is_answered_with_what_there_is(segment: Program) -> None:
    with pytest.raises(UnknownTier, match="did you mean silver") as caught:
        segment.tier("sliver")
    assert caught.value.known == ("registered", "bronze", "silver", "gold", "global_strategic")
    with pytest.raises(UnknownName, match="twilio-segment-2024 has no benefit 'lunch'"):
        segment.benefit("lunch")


def test_next_tier_above(segment: Program) -> None:
    order = (None, "registered", "bronze", "silver", "gold", "global_strategic")
    assert [segment.above(each) for each in order] == [*order[1:], None]


def test_a_folder_of_ones_own_adds_programs_and_replaces_shipped_ones(tmp_path: Path) -> None:
    shipped = (SHIPPED / "twilio-solution-partners.yml").read_text(encoding="utf-8")
    (tmp_path / "ours.yml").write_text(shipped.replace("id: twilio-solution-partners", "id: ours"), encoding="utf-8")
    newer = shipped.replace("name: Twilio Solution Partners", "name: Solution Partners, renewed")
    (tmp_path / "renewed.yml").write_text(newer, encoding="utf-8")
    catalog = Catalog.load(tmp_path)
    assert {each.id for each in catalog.programs()} == {*PROGRAMS, "ours"}
    assert catalog.get("twilio-solution-partners").name == "Solution Partners, renewed"


def test_what_is_wrong_in_several_files_is_said_together(tmp_path: Path) -> None:
    shipped = (SHIPPED / "twilio-solution-partners.yml").read_text(encoding="utf-8")
    (tmp_path / "a.yml").write_text(shipped, encoding="utf-8")
    (tmp_path / "b.yml").write_text(shipped, encoding="utf-8")
    (tmp_path / "c.yml").write_text("just words\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        Catalog.load(tmp_path)
    assert [Path(each.file).name for each in caught.value.problems] == ["b.yml", "c.yml"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="this is not a folder"):
        Catalog.load(tmp_path / "missing")


def test_the_vocabulary_has_the_ids_of_the_portfolio(catalog: Catalog) -> None:
    words = vocabulary(catalog)
    assert words.programs == frozenset(PROGRAMS)
    assert words.all_credentials == {"technical", "sales", "segment_sales"}
    assert words.all_agreements == {
        "baseline",
        "resale_addendum",
        "referral_addendum",
        "mdf_terms",
        "support_addendum",
        "segment_program_agreement",
        "partnership",
    }
    assert words.tiers["8x8-sellwith8-2023"] == ()
    assert words.steps["8x8-sellwith8-2023"][0] == "evaluation"
    assert words.products["twilio-segment-2024"] == {"segment", "engage"}
    assert "Twilio Engage" in words.product_names["twilio-segment-2024"]
    assert "isv" in words.partner_types["twilio-solution-partners"]
    assert len(words.benefits["twilio-build-2022"]) == 24
