"""What a thread remembers comes back as it was; what another version wrote, or nobody, is nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.question import Change, Filter, Kind, Question
from handlers.thread import recall, remember
from programs.windows import Window

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MAYBE = st.none() | WORDS
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
FILTERS = st.builds(
    Filter,
    **{name: MAYBE for name in ("tier", "manager", "program", "near", "lacking", "overdue", "step")},
    **{name: st.booleans() for name in ("ready", "at_risk", "inactive")},
)
QUESTIONS = st.builds(
    Question,
    st.sampled_from(Kind),
    st.tuples(WORDS) | st.just(()),
    ambiguous=st.booleans(),
    mention=WORDS,
    program=MAYBE,
    tier=MAYBE,
    benefits=st.lists(WORDS, max_size=3).map(tuple),
    last=st.booleans(),
    period=st.none() | st.builds(lambda one, other: Window(min(one, other), max(one, other)), DAYS, DAYS),
    filter=st.none() | FILTERS,
    changes=st.lists(st.builds(Change, WORDS, st.decimals(-(10**9), 10**9, places=2, allow_nan=False)), max_size=3).map(
        tuple
    ),
    unknown=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
)


@given(st.lists(QUESTIONS, max_size=3).map(tuple))
def test_what_is_remembered_comes_back_as_it_was(questions: tuple[Question, ...]) -> None:
    stored = remember(questions)
    assert "\n" not in stored
    assert recall(stored) == questions


def test_only_what_was_said_is_kept() -> None:
    asked = (Question(Kind.whatif, ("acme",), changes=(Change("revenue", Decimal("80000.00")),)),)
    assert remember(asked) == (
        '[{"kind":"whatif","partners":["acme"],"changes":[{"requirement":"revenue","by":"80000.00"}]}]'
    )
    assert remember(()) == "[]"


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "null",
        "{}",
        "[",
        "[1]",
        "[null]",
        '["tier"]',
        '[{"kind": "sing"}]',
        "[{}]",
        '[{"kind": "tier", "partners": "acme"}]',
        '[{"kind": "tier", "period": {"first": "2024-13-01", "last": "x"}}]',
        '[{"kind": "whatif", "changes": [{"requirement": "revenue", "by": "much"}]}]',
        "\x00",
        "[" * 5000,
    ],
)
def test_rubbish_is_nothing(stored: str) -> None:
    assert recall(stored) == ()


@given(st.text(max_size=60) | st.recursive(st.none() | st.integers() | WORDS, st.lists, max_leaves=6).map(repr))
def test_any_text_is_recalled_without_failing(stored: str) -> None:
    assert isinstance(recall(stored), tuple)
