"""Questions that were answered by a message: what a thread remembers, what people say of the answers, what is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from store.engine import Store
from store.records import AskedQuestion, NewQuestion
from tests.store.conftest import NOW

QUESTION = NewQuestion("T1", "D1", "19.5", NOW, "U1", "tier Acme", NOW.date(), "answered", "tier", '{"partner":"acme"}')
LATER = NOW + timedelta(hours=1)


def test_a_thread_remembers_its_last_question_and_no_other_threads(store: Store) -> None:
    with store.write() as work:
        work.asked.add(QUESTION)
        last = work.asked.add(replace(QUESTION, text="and for gold?", context='{"partner":"acme"}'))
        for other in ({"thread": "20.1"}, {"thread": None}, {"conversation": "D2"}, {"workspace": "T2"}):
            work.asked.add(replace(QUESTION, text="another", **other))
    with store.read() as work:
        found = work.asked.latest("T1", "D1", "19.5")
        assert found is not None
        assert (found.id, found.text, found.context) == (last, "and for gold?", '{"partner":"acme"}')
        assert (found.at, found.as_of, found.verdict) == (NOW, NOW.date(), None)
        alone = work.asked.latest("T1", "D1", None)
        assert alone is not None
        assert alone.text == "another"
        assert work.asked.latest("T1", "D1", "none") is None


def test_an_answer_is_rated_and_rated_again_in_its_own_workspace_only(store: Store) -> None:
    with store.write() as work:
        id = work.asked.add(QUESTION)
        assert not work.asked.rate(id, "T2", "bad", "U9", LATER)
        assert not work.asked.rate(id + 1, "T1", "bad", "U9", LATER)
        assert work.asked.get(id, "T2") is None
        assert work.asked.rate(id, "T1", "bad", "U2", LATER, "It is Silver.")
        assert work.asked.get(id, "T1") == AskedQuestion(
            **{name: getattr(QUESTION, name) for name in NewQuestion.__dataclass_fields__},
            id=id,
            verdict="bad",
            verdict_by="U2",
            verdict_at=LATER,
            comment="It is Silver.",
        )
        assert work.asked.rate(id, "T1", "good", "U2", LATER)
        rated = work.asked.get(id, "T1")
        assert rated is not None
        assert (rated.verdict, rated.comment) == ("good", None)


def test_rated_questions_are_listed_by_verdict_and_since_when(store: Store) -> None:
    with store.write() as work:
        ids = [work.asked.add(replace(QUESTION, text=f"{number}")) for number in range(4)]
        work.asked.rate(ids[2], "T1", "bad", "U2", NOW)
        work.asked.rate(ids[0], "T1", "bad", "U2", LATER)
        work.asked.rate(ids[1], "T1", "good", "U2", LATER)
        assert [each.text for each in work.asked.rated("bad")] == ["0", "2"]
        assert [each.text for each in work.asked.rated("bad", LATER)] == ["0"]
        assert [each.text for each in work.asked.rated()] == ["0", "1", "2"]


def test_old_questions_are_forgotten_unless_somebody_rated_them(store: Store) -> None:
    with store.write() as work:
        rated, _ = work.asked.add(QUESTION), work.asked.add(QUESTION)
        young = work.asked.add(replace(QUESTION, at=LATER))
        work.asked.rate(rated, "T1", "bad", "U2", NOW)
        assert work.asked.forget(LATER) == 1
        assert work.asked.get(rated, "T1") is not None
        assert work.asked.get(young, "T1") is not None


def test_words_are_cut_where_they_get_too_long(store: Store) -> None:
    with store.write() as work:
        found = work.asked.get(work.asked.add(replace(QUESTION, text="é" * 2_001)), "T1")
        assert found is not None
        assert found.text == "é" * 2_000


def test_a_verdict_is_one_of_the_two_words(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as work:
        work.asked.rate(work.asked.add(QUESTION), "T1", "so-so", "U2", NOW)


def test_what_was_asked_before_in_the_same_thread_is_found(store: Store) -> None:
    with store.write() as work:
        work.asked.add(QUESTION)
        work.asked.add(replace(QUESTION, thread="20.1", text="elsewhere"))
        last = work.asked.get(work.asked.add(replace(QUESTION, text="and for gold?")), "T1")
        assert last is not None
        assert [each.text for each in work.asked.earlier(last)] == ["tier Acme"]
