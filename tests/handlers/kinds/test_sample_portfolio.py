"""Every partner of the sample portfolio, asked everything about rules and records: whole answers that Slack takes."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.render.blockkit import message
from bot.slack.limits import check_message
from handlers.answer import Answer, combine
from handlers.kinds import agreements, benefit, benefits, manager, people, requirements, revenue, steps
from handlers.kinds.skill import Skill, Slot
from store.portfolio.sample import write_sample
from tests.support.asking import Asking, told
from tests.support.desk import TODAY, Desk

FACTS = {
    "requirements": ("tier", "technical", "sales", "revenue", "agreements"),
    "benefits": ("tier", "included", "by_invitation", "invited"),
    "benefit": ("benefit", "access", "from_tier"),
    "agreements": ("in_force", "missing", "expired"),
    "people": ("technical", "sales"),
    "revenue": ("period", "amount_usd", "opportunities"),
    "manager": ("manager",),
    "steps": ("done", "current"),
}
MODULES = (requirements, benefits, benefit, agreements, people, revenue, manager, steps)
SKILLS = tuple(module.SKILL for module in MODULES)
NAMED: dict[str, list[dict[str, Any]]] = {
    "requirements": [{}, {"tier": "gold"}, {"tier": "global_strategic"}, {"credential": "sales"}],
    "benefits": [{}, {"tier": "silver"}],
    "benefit": [{"benefit": "mdf"}, {"benefit": "sandbox"}, {"benefit": "mdf", "tier": "bronze"}],
    "agreements": [{}, {"agreement": "mdf_terms"}],
    "people": [{}, {"credential": "technical"}, {"credential": "segment_sales"}],
    "steps": [{}, {"step": "legal"}],
}
NAMELESS = {"requirements", "benefits", "benefit", "steps"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder / "portfolio", TODAY)
    files = {path.name: path.read_text(encoding="utf-8") for path in Path(folder / "portfolio").iterdir()}
    opened = told(folder, files)
    yield opened
    opened.store.close()


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.kind)
def test_every_answer_is_whole_and_fits_slack(desk: Desk, skill: Skill) -> None:
    with desk.store.read() as work:
        partners = [name.id for name in work.partners.names()]
    asking = Asking(desk, skill)
    for named in NAMED.get(skill.kind, [{}]):
        for partner in partners:
            _check(skill, asking.answers(partner, **named))
        if skill.kind in NAMELESS:
            _check(skill, asking.answers(**named))


def _check(skill: Skill, answers: list[Answer]) -> None:
    assert answers
    for answer in answers:
        assert answer.kind == skill.kind
        keys = FACTS[skill.kind] if answer.status == "answered" else ("suggestions",)
        assert tuple(answer.facts) == keys
        assert re.fullmatch(r"[^\n]*[^.?]\.", answer.reply.summary), answer.reply.summary
        assert "None" not in answer.reply.summary
        for value in answer.facts.values():
            if isinstance(value, list) and answer.status == "answered":
                assert value == sorted(set(value))
    check_message(message(combine(answers)))


def test_days_far_away_are_answered_too(desk: Desk) -> None:
    with desk.store.read() as work:
        partners = [name.id for name in work.partners.names()][:5]
    for skill in SKILLS:
        for day in (date.min, date(1, 6, 1), date.max):
            for partner in partners:
                assert Asking(desk, skill, day).answers(partner, **NAMED.get(skill.kind, [{}])[0])


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.kind)
def test_phrases_are_of_the_pattern_language(skill: Skill) -> None:
    slots = {f"{{{slot}}}" for slot in Slot}
    for phrase in (*skill.sure, *skill.likely, *skill.hints):
        for alternative in (word for position in phrase.split() for word in position.split("|")):
            assert alternative in slots or re.fullmatch(r"[a-z0-9']+\*?", alternative), phrase
    used = {slot for slot in Slot for example in skill.examples if f"{{{slot}}}" in example}
    assert used <= skill.slots
