"""Every question that we know, asked by a partner's person in the bound channel, an outsider elsewhere, and a guest."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from handlers import assistant, current
from handlers.documents import Form, Outcome
from handlers.errors import UserError
from handlers.kinds.table import SKILLS
from handlers.outside import answering, own_work
from handlers.portfolio_view import PortfolioView
from handlers.question import Kind
from handlers.request import Actor, Conversation, Place, Role
from handlers.routes import routes
from tests.leaks.marked import OTHER, OWN, marked_desk, marks
from tests.questions.sets import HERE
from tests.support.desk import Desk, open_desk

EVE = Actor("T1", "UEVE", "Eve", Role.outsider, "eve@acme.example")
NED = Actor("T1", "UNED", "Ned", Role.member, "ned@vendor.example")
BOUND, UNBOUND = Conversation("C1", Place.shared), Conversation("C2", Place.shared)
NAMES = ("Acme Communications", "us", "Zqother Alpha", "Zqalias", "zqotherb", "zqalpha.example", "Nirvana Systems")
OWN_WORDS = (
    *("what tier are we in", "our gap", "what is missing for gold", "our benefits", "do we get MDF", "next QBR"),
    *("registrations", "all registrations", "late registrations", "registration DR-1", "registration DR-2", "DR-3"),
    *("why was DR-1 declined", "who decided DR-1", "status of DR-3", "who registered Umbrella", "meetings", "help"),
    *("which partners are at risk", "compare us with Zqother Alpha", "who manages us", "our pipeline", "our revenue"),
    *("brief me on us", "what if we close $911073", "partners of zqsam@vendor.example", "list all partners", "steps"),
)


def questions() -> Iterator[str]:
    """Our own words, every kind's examples about everybody, and every tenth question of the sets."""
    yield from OWN_WORDS
    filled = {"tier": "gold", "registration": "DR-3", "benefit": "MDF", "manager": "zqsam@vendor.example"}
    for skill in SKILLS:
        for example in skill.examples:
            for name in NAMES if "{partner}" in example else ("",):
                words = example.replace("{partner}", name).replace("{other}", NAMES[2])
                for slot, value in filled.items():
                    words = words.replace(f"{{{slot}}}", value)
                yield words
    for file in sorted(HERE.glob("*/questions.jsonl")):
        for line in file.read_text("utf-8").splitlines()[::10]:
            yield json.loads(line)["text"]


VALUES = (
    OWN,
    OTHER,
    f"{OWN}|twilio-segment-2024|pipeline_review|2024-07-18",
    "DR-1",
    "DR-2|1",
    "DR-3|1",
    f"{OTHER}|x",
    "2024-07-15|tier Zqalias",
    "tier Zqalias",
)
"""What a pressed button may carry, made up by whoever presses it."""
QUESTIONS = tuple(dict.fromkeys(questions()))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The marked database, made once."""
    folder = tmp_path_factory.mktemp("marked")
    marked_desk(folder).store.close()
    return (folder / "desk.db").read_bytes()


@pytest.fixture
def desk(marked: bytes, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "desk.db").write_bytes(marked)
    told = open_desk(tmp_path / "desk.db")
    yield told
    told.store.close()


def told(desk: Desk, actor: Actor, where: Conversation, **asked: Any) -> Outcome | str:
    """What is shown, or the sentence of a refusal; any other error stays inside and shows nothing."""
    try:
        return desk.assistant.handle(desk.request(actor, conversation=where, **asked))
    except UserError as error:
        return error.sentence


TYPED = "tier Zqalias"
"""What somebody outside may type, and find in their own form again."""


def walk(desk: Desk, words_asked: Sequence[str] = QUESTIONS) -> set[str]:
    """The marks in all that people outside are shown, by words and by every button, form and search field."""
    return set().union(*steps(desk, words_asked))


def steps(desk: Desk, words_asked: Sequence[str]) -> Iterator[set[str]]:
    """The marks of each step of the walk. A mark that somebody typed and gets back told them nothing."""
    for actor, where in ((EVE, BOUND), (EVE, UNBOUND), (replace(EVE, user="UGUEST"), UNBOUND), (NED, BOUND)):
        for words in words_asked:
            # A broken answer is none; what is told then is `told`'s to say.
            with suppress(Exception):
                yield marks(repr(told(desk, actor, where, text=words))) - marks(words)
        for route in (*routes(), "ask", "ask.share", "preview"):
            for value in VALUES:
                with suppress(Exception):
                    shown = told(desk, actor, where, route=route, value=value, values={"partner": OTHER})
                    typed = marks(TYPED) if isinstance(shown, Form) else frozenset()  # their own draft
                    yield marks(repr(shown)) - typed


def posted(desk: Desk) -> set[str]:
    """What waits to be posted where people outside read, after they and staff have asked there."""
    for number, words in enumerate(QUESTIONS[:80]):
        for actor in (EVE, replace(NED, email="zqpam@vendor.example")):
            asked = desk.request(
                actor, conversation=replace(BOUND, thread="1"), text=words, key=f"{actor.user}{number}"
            )
            desk.assistant.answer_later(asked, "channel:C1", "1")
    with desk.store.read() as work:
        claimed = work.outbox.claim("test", "slack", asked.now, 1000, asked.now - asked.now)
        return set().union(*(marks(each.message.document) for each in claimed if each.message.target == "channel:C1"))


def test_nothing_marked_is_told_to_people_outside(desk: Desk) -> None:
    assert len(QUESTIONS) > 300
    assert walk(desk) == set()


def test_nothing_marked_is_posted_where_people_outside_read(desk: Desk) -> None:
    assert posted(desk) == set()


def test_the_own_partner_is_told_what_it_asks(desk: Desk) -> None:
    shown = [repr(told(desk, EVE, BOUND, text=words)) for words in OWN_WORDS]
    assert sum("Here I can tell you about Acme" not in each for each in shown) >= 12


def test_staff_are_told_what_is_marked(desk: Desk) -> None:
    """The marks are there to be found: the same walk by somebody who may see everything meets most of them."""
    noa = replace(NED, role=Role.admin)
    found = set().union(*(marks(repr(told(desk, noa, BOUND, text=words))) for words in QUESTIONS))
    assert {"zqreason", "zqevidence", "zqnote", "914073", "911073", "zqopen", "zqsam"} & found >= {"zqreason", "914073"}
    assert len(found) > 12


Patch = Callable[[pytest.MonkeyPatch], None]


def _whole_store(patch: pytest.MonkeyPatch) -> None:
    def outside(self: current.Current, work: Any, partner: str) -> Any:
        return work, PortfolioView(self.view.version, own_work.OwnPartners(work, partner), self.reserved)  # type: ignore[arg-type]

    patch.setattr(current.Current, "outside", outside)


def _any_kind(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answering, "ALLOWED", frozenset(Kind))


def _any_partner(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answering, "_about_own", lambda question, own: True)


def _any_name(patch: pytest.MonkeyPatch) -> None:
    def outside(self: current.Current, work: Any, partner: str) -> Any:
        return work, self.view

    patch.setattr(current.Current, "outside", outside)
    patch.setattr(answering, "answer_outside", None)
    one = own_work.OwnPartners

    def answer(asked: Any, reader: Any) -> Any:
        view = asked.view
        view.names = tuple(each for each in view.names if each.id == OWN)
        return ORIGINAL(asked, reader)

    patch.setattr(assistant, "answer_outside", answer)
    assert one


ORIGINAL = answering.answer_outside


def _unscrubbed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answering, "scrubbed", lambda reply: reply)


def _internal_fields(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(own_work, "_registration", lambda each: each)


def _managers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(own_work, "_enrollment", lambda each: each)


def _others_registrations(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(own_work.OwnRegistrations, "get", lambda self, id: self._registrations.get(id))


def _everybody_admitted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(assistant, "admit", lambda *admitted: None)


def _outsiders_as_staff(patch: pytest.MonkeyPatch) -> None:
    def as_staff(request: Any, *known: Any) -> Any:
        return replace(request, actor=replace(request.actor, role=Role.viewer))

    patch.setattr(assistant, "identified", as_staff)


@pytest.mark.parametrize(
    "removed",
    [
        pytest.param((_internal_fields,), id="internal fields of a registration are not blanked"),
        pytest.param((_others_registrations,), id="a registration of another partner is looked up"),
        pytest.param((_everybody_admitted,), id="the gate lets everybody through"),
        pytest.param((_outsiders_as_staff,), id="people outside count as staff"),
        pytest.param((_any_name, _any_partner), id="the reader knows every partner and any may be asked about"),
        pytest.param((_managers, _unscrubbed), id="managers are not blanked, and the document is not scrubbed"),
        pytest.param((_whole_store, _any_kind), id="the whole store, and any kind of question"),
    ],
)
def test_the_walk_finds_a_leak_when_a_check_is_removed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, removed: tuple[Patch, ...]
) -> None:
    """Where two checks stand one behind the other, both are removed: one alone still holds."""
    for each in removed:
        each(monkeypatch)
    assert any(steps(desk, QUESTIONS[:120]))


@pytest.mark.parametrize("removed", [_any_kind, _any_partner, _unscrubbed, _managers])
def test_one_of_two_checks_is_enough(desk: Desk, monkeypatch: pytest.MonkeyPatch, removed: Patch) -> None:
    removed(monkeypatch)
    assert walk(desk, QUESTIONS[:120]) == set()


def test_a_letter_to_staff_goes_where_people_outside_read_when_the_place_is_not_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Place, "open_to_others", property(lambda self: False))
    assert posted(desk)


def test_what_is_not_written_down_for_people_outside_does_not_exist(desk: Desk) -> None:
    """A repository, or a method of one, that is added later is closed until somebody writes it down."""
    with desk.store.read() as work:
        own = own_work.OwnWork(work, OWN)
        outside = {name: getattr(own, name) for name in vars(own)}
        assert set(outside) == {"partners", "meetings", "cadences", "commitments", "invitations", "registrations"}
        for name, repository in outside.items():
            public = {each for each in dir(repository) if not each.startswith("_")}
            assert public <= {each for each in dir(getattr(work, name)) if not each.startswith("_")}
            with pytest.raises(AttributeError):
                cast(Any, repository).of_everybody()
