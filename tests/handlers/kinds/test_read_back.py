"""What we say ourselves is understood: every example of every kind, and the words that buttons send."""

import re
from collections.abc import Callable, Iterator

import pytest

from handlers.answer import Answer
from handlers.asking_back import ASK
from handlers.documents import Button, Buttons, Form, Part, Reply
from handlers.kinds.table import SKILLS
from handlers.question import Kind, Question
from programs.catalog import Catalog
from programs.schema import Program
from tests.support.desk import DANA, PAM, Desk

PROGRAMS = Catalog.load().programs()
PARTNERS = ("Acme Communications", "Globex GmbH", "Kyoto Voice", "Top Integrators", "Nova Systems", "globex.example")


def called(of: Callable[[Program], tuple[object, ...]]) -> tuple[str, ...]:
    """The names of what all programs have of something."""
    return tuple(dict.fromkeys(str(each.name) for program in PROGRAMS for each in of(program)))  # type: ignore[attr-defined]


SOMETHING_ELSE_TOO = {"Quarterly business reviews", "Pipeline reviews", "Dedicated partner manager"} | {
    *("Partner account manager", "Access to 8x8 data"),
}
"""Benefits that are a meeting or a person as well: “… for Acme” asks for those. See test_open_bugs.py for the last."""
SLOTS = {
    "partner": PARTNERS,
    "program": tuple(program.short_name for program in PROGRAMS if program.tiers),
    "tier": called(lambda program: program.tiers),
    "benefit": tuple(name for name in called(lambda program: program.benefits) if name not in SOMETHING_ELSE_TOO),
    "agreement": called(lambda program: program.agreements),
    "credential": ("technical", "sales", "Segment sales"),
    "step": called(lambda program: program.steps),
    "registration": ("DR-1001", "dr-1004"),
    "manager": ("pam@vendor.example", "Sam"),
    "period": ("last year", "in Q2", "since March"),
}
"""Real values for the slots of examples."""
EXAMPLES = [(skill.kind, example) for skill in SKILLS for example in skill.examples]


def filled(example: str) -> Iterator[str]:
    """The example with each value of each slot once; a slot that stands twice gets two values."""
    slots = list(dict.fromkeys(re.findall(r"\{(\w+)\}", example)))
    for turn in range(max((len(SLOTS[slot]) for slot in slots), default=1)):
        words = example
        for slot in slots:
            for place in range(words.count(f"{{{slot}}}")):
                values = SLOTS[slot]
                words = words.replace(f"{{{slot}}}", values[(turn + place) % len(values)], 1)
        yield words


@pytest.fixture(scope="module")
def read(booked_desk: Desk) -> Iterator[Callable[[str], tuple[Question, ...]]]:
    """Reads a message at the desk."""
    with booked_desk.store.read() as work:
        yield (
            lambda text: (
                booked_desk.assistant._reader.read(
                    booked_desk.assistant._asked(booked_desk.request(PAM, text=text), work)
                ).questions
            )
        )


def test_every_kind_has_examples_but_what_is_out_of_scope() -> None:
    assert {kind for kind in Kind if kind not in {each for each, _ in EXAMPLES}} == {
        *(Kind.out_of_scope, Kind.not_understood)
    }


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=lambda value: str(value))
def test_an_example_is_read_as_its_kind(read: Callable[[str], tuple[Question, ...]], kind: Kind, example: str) -> None:
    wrong = {words: [str(each.kind) for each in read(words)] for words in filled(example)}
    assert {words: kinds for words, kinds in wrong.items() if set(kinds) != {kind}} == {}


ASKED = (
    *("tier Nova", "tier Nirvana", "gap Acme platinum", "tier", "which partners are at risk", "my partners", "help"),
    *("blorb zimp", "does Acme get Sandbox environments", "does Kyoto Voice get MDF", "registration DR-1001"),
    *("status of DR-9999", "registrations", "what if Acme certifies 3 more", "requirements of Segment", "sing a song"),
    *("benefits of Silver", "partners lacking revenue", "silver partners", "which partners are ready", "compare Acme"),
    *("partners in Segment with an overdue QBR", "gap Acme global strategic", "which partners are almost silver"),
)
"""Messages whose answers have buttons that no example's answer has."""
MEANT: tuple[tuple[str, Kind], ...] = (
    (r"(Benefits of|What they open)", Kind.benefits),
    (r"(What's missing|And for|Missing for)", Kind.gap),
    (r"Brief( me$|: )|Full brief", Kind.brief),
    (r"(All registrations|All of this partner|Registrations$|List registrations)", Kind.registrations),
    (r"Open DR-", Kind.registration),
    (r"(Open pipeline|Pipeline$)", Kind.pipeline),
    (r"Other meetings", Kind.meetings),
    (r"(Launch steps|Steps)", Kind.steps),
    (r"(\d+ (at risk|near|ready)|Show all of them|Every partner|Their partners|My partners|List my|Near|At risk|Ready)",
     Kind.portfolio),
)  # fmt: skip
"""By their labels, what buttons ask for."""
OPEN = re.compile(r"at risk of a lower tier| and (are|have|lack) ")
"""Words of lists that are not read back yet; see tests/handlers/understanding/test_open_bugs.py."""


@pytest.fixture(scope="module")
def pressed(booked_desk: Desk) -> list[tuple[str, Button]]:
    """Every button that asks something, under the answers to all examples, on the home tab and in the help."""
    found: dict[Button, str] = {}
    for text in (*ASKED, *(words for _, example in EXAMPLES for words in list(filled(example))[:6])):
        for answer in booked_desk.assistant.answers(booked_desk.request(PAM, text=text)):
            found |= {button: text for button in asking(answer.reply.parts)}
    for actor in (PAM, DANA):
        home = booked_desk.press("home", actor=actor)
        assert isinstance(home, Reply)
        found |= {button: "home" for button in asking(home.parts)}
    return [(text, button) for button, text in found.items()]


def asking(parts: tuple[Part, ...]) -> Iterator[Button]:
    pressed = (button for part in parts if isinstance(part, Buttons) for button in part.items)
    return (button for button in pressed if button.route == ASK and not OPEN.search(button.value))


def test_every_button_that_asks_is_understood(
    booked_desk: Desk, read: Callable[[str], tuple[Question, ...]], pressed: list[tuple[str, Button]]
) -> None:
    assert len(pressed) > 50
    lost = [(text, button.label, button.value) for text, button in pressed if not understood(read(button.value))]
    assert lost == []


def understood(questions: tuple[Question, ...]) -> bool:
    """Whether all of it was, as one kind or as the two that a greeting tries."""
    return all(each.kind is not Kind.not_understood and not each.named and not each.unknown for each in questions)


def test_a_button_asks_for_what_its_label_says(
    read: Callable[[str], tuple[Question, ...]], pressed: list[tuple[str, Button]]
) -> None:
    told = {(button.label, button.value): read(button.value)[0].kind for _, button in pressed}
    wrong = [
        (label, value, str(kind))
        for (label, value), kind in told.items()
        for pattern, meant in MEANT
        if re.match(pattern, label) and kind is not meant
    ]
    assert wrong == []
    seen = {meant for label, _ in told for pattern, meant in MEANT if re.match(pattern, label)}
    assert {meant for _, meant in MEANT} - seen <= {Kind.steps}


def test_pressing_a_button_gets_an_answer(booked_desk: Desk, pressed: list[tuple[str, Button]]) -> None:
    for text, button in pressed[::5]:
        outcome = booked_desk.press(ASK, button.value)
        assert isinstance(outcome, Reply | Form), (text, button)


def statuses(answers: tuple[Answer, ...]) -> set[str]:
    return {str(each.status) for each in answers}


def test_suggestions_beside_an_answer_are_understood(booked_desk: Desk) -> None:
    for text in ("blorb zimp", "sing a song", "tier", "compare Acme", "what if Acme sings", "revenue"):
        for answer in booked_desk.assistant.answers(booked_desk.request(PAM, text=text)):
            tries = answer.facts.get("suggestions", ())
            assert isinstance(tries, list | tuple)
            for words in map(str, tries):
                again = booked_desk.assistant.answers(booked_desk.request(PAM, text=words))
                assert statuses(again) == {"answered"}, (text, words)
