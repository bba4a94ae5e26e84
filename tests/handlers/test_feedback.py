"""What people say of answers, told as stories at the desk."""

import json
from dataclasses import replace

import pytest

from bot.render.plain import plain
from handlers.documents import Feedback, Form, Prompts, Reply
from handlers.errors import NotAllowed, NotFound
from handlers.request import Actor, Conversation, Place, Role
from handlers.wire import load
from store.records import AskedQuestion
from tests.support.desk import DANA, EVE, PAM, Desk

HERE = Conversation("D1", Place.direct, thread="19.5")


def asked(desk: Desk, words: str, actor: Actor = PAM, where: Conversation = HERE) -> Reply:
    """The message that answers `words`."""
    desk.assistant.answer_later(desk.request(actor, text=words, conversation=where), f"channel:{where.id}", "19.5")
    with desk.store.read() as work:
        return load(work.session.connection().exec_driver_sql("SELECT document FROM outbox ORDER BY id").all()[-1][0])


def kept(desk: Desk, id: int = 1) -> AskedQuestion:
    with desk.store.read() as work:
        found = work.asked.get(id, "T1")
    assert found is not None
    return found


def press(desk: Desk, value: str, actor: Actor = PAM, where: Conversation = HERE) -> Reply | Form:
    outcome = desk.assistant.handle(desk.request(actor, route="feedback.rate", value=value, conversation=where))
    assert isinstance(outcome, Reply | Form)
    return outcome


def test_an_answer_by_message_is_kept_with_its_reading_and_asks_whether_it_is_right(desk: Desk) -> None:
    answer = asked(desk, "what tier is Acme, and what's missing for silver")
    assert answer.parts[-1] == Feedback("1")
    question = kept(desk)
    assert (question.conversation, question.thread, question.actor) == ("D1", "19.5", PAM.user)
    assert (question.status, question.kind, question.text[:12]) == ("answered", "tier", "what tier is")
    reading = json.loads(question.reading)
    assert reading["partner"] == "acme"
    assert [each["kind"] for each in reading["also"]] == ["gap"]
    assert "Right" not in plain(answer)


def test_what_is_asked_again_by_a_repeat_is_kept_once(desk: Desk) -> None:
    request = desk.request(PAM, text="tier Acme", conversation=HERE)
    for _ in range(2):
        desk.assistant.answer_later(request, "channel:D1", "19.5")
    with desk.store.read() as work:
        assert work.asked.get(2, "T1") is None


@pytest.mark.parametrize(
    ("actor", "place"),
    [(EVE, Place.direct), (replace(PAM, role=Role.unverified), Place.direct)],
)
def test_a_refusal_is_neither_kept_nor_rated(desk: Desk, actor: Actor, place: Place) -> None:
    answer = asked(desk, "tier Acme", actor, Conversation("C1", place, "19.5"))
    assert answer.parts == ()
    with desk.store.read() as work:
        assert work.asked.get(1, actor.workspace) is None


def test_a_right_answer_is_noted_with_thanks(desk: Desk) -> None:
    asked(desk, "tier Acme")
    thanks = press(desk, "good|1", DANA)
    assert isinstance(thanks, Reply)
    assert thanks.summary.startswith("Thank you")
    assert (kept(desk).verdict, kept(desk).verdict_by) == ("good", DANA.user)


def test_a_wrong_answer_is_noted_at_once_and_asks_what_it_should_have_said(desk: Desk) -> None:
    asked(desk, "tier Acme")
    form = press(desk, "bad|1")
    assert isinstance(form, Form)
    assert (form.route, form.state) == ("feedback.comment", (("question", "1"),))
    assert kept(desk).verdict == "bad"
    thanks = desk.submit(form.route, {"question": "1", "comment": " It is Silver. "})
    assert isinstance(thanks, Reply)
    assert (kept(desk).verdict, kept(desk).comment) == ("bad", "It is Silver.")


def test_the_latest_word_counts_and_an_empty_note_takes_nothing_away(desk: Desk) -> None:
    asked(desk, "tier Acme")
    press(desk, "bad|1")
    desk.submit("feedback.comment", {"question": "1", "comment": "It is Silver."})
    press(desk, "bad|1", DANA)
    desk.submit("feedback.comment", {"question": "1", "comment": ""})
    assert (kept(desk).comment, kept(desk).verdict_by) == ("It is Silver.", DANA.user)
    press(desk, "good|1")
    assert (kept(desk).verdict, kept(desk).comment) == ("good", None)


def test_what_was_said_is_in_the_audit_trail_without_the_words(desk: Desk) -> None:
    asked(desk, "tier Acme")
    press(desk, "good|1")
    press(desk, "bad|1", DANA)
    desk.submit("feedback.comment", {"question": "1", "comment": "It is Silver."})
    with desk.store.read() as work:
        trail = work.audit.of("question:1")
    assert [(each.action, each.before, each.after) for each in trail] == [
        ("feedback.rated", None, '{"verdict": "good", "commented": false}'),
        ("feedback.rated", '{"verdict": "good"}', '{"verdict": "bad", "commented": false}'),
        ("feedback.rated", '{"verdict": "bad"}', '{"verdict": "bad", "commented": true}'),
    ]
    assert trail[1].actor == f"T1/{DANA.user} {DANA.name}"


@pytest.mark.parametrize("value", ["", "good", "good|", "good|2", "good|x", "great|1", "good|-1", "good|" + "9" * 40])
def test_a_value_that_names_no_kept_question_rates_nothing(desk: Desk, value: str) -> None:
    asked(desk, "tier Acme")
    with pytest.raises(NotFound, match="no longer kept"):
        press(desk, value)
    assert kept(desk).verdict is None


def test_only_staff_of_the_workspace_rate_and_only_where_the_answer_stands(desk: Desk) -> None:
    asked(desk, "tier Acme")
    with pytest.raises(NotAllowed):
        press(desk, "bad|1", EVE)
    with pytest.raises(NotFound):
        press(desk, "bad|1", replace(PAM, workspace="T2"))
    with pytest.raises(NotFound):
        press(desk, "bad|1", DANA, Conversation("D2", Place.direct))
    with pytest.raises(NotFound):
        desk.submit("feedback.comment", {"question": "1", "comment": "x"}, replace(PAM, workspace="T2"))
    assert kept(desk).verdict is None


def test_a_long_question_is_quoted_in_part(desk: Desk) -> None:
    asked(desk, "tier Acme " + "please " * 100)
    form = press(desk, "bad|1")
    assert isinstance(form, Form)
    assert sum(len(getattr(span, "text", "")) for span in form.intro) < 250


def test_the_questions_to_start_with_are_about_ones_own_partners_and_work(desk: Desk) -> None:
    offered = desk.press("prompts")
    assert isinstance(offered, Prompts)
    assert [each.title for each in offered.items] == [
        "Where does Acme Communications stand?",
        "What is Kyoto Voice missing for the next tier?",
        "Which of my partners are at risk?",
        "What can I ask?",
    ]
    for prompt in offered.items:
        answers = desk.assistant.answers(desk.request(PAM, text=prompt.message))
        assert {answer.status for answer in answers} == {"answered"}, prompt


def test_without_partners_of_ones_own_the_questions_are_about_any(desk: Desk) -> None:
    offered = desk.press("prompts", actor=DANA)
    assert isinstance(offered, Prompts)
    assert offered.items[0].message == "what tier is Acme Communications, and what's missing for the next tier"


def test_without_any_partner_the_one_question_is_what_can_be_asked(desk: Desk) -> None:
    with desk.store.write() as work:
        for table in ("agreements", "people", "opportunity_partners", "meetings", "enrollments", "partners"):
            work.session.connection().exec_driver_sql(f"DELETE FROM {table}")
    offered = desk.press("prompts")
    assert isinstance(offered, Prompts)
    assert [each.message for each in offered.items] == ["help"]


def test_people_of_another_company_are_offered_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.press("prompts", actor=EVE)
