"""What people say of answers: kept beside the question, so that a wrong answer becomes a test case."""

import json
from collections.abc import Sequence

from handlers.answer import Answer
from handlers.audit import audit
from handlers.documents import Feedback, Field, Form, Input, Reply, text
from handlers.errors import NotFound
from handlers.work import Task
from store.records import AskedQuestion, NewQuestion

COMMENT = "feedback.comment"
VERDICTS = ("good", "bad")
LONGEST_COMMENT = 1_000
LONGEST_QUOTE = 200
GONE = "This answer is too old to be rated: it is no longer kept. Ask again, and rate the new answer."


def with_feedback(task: Task, reply: Reply, answers: Sequence[Answer], *, context: str = "{}") -> Reply:
    """Keep what was asked and how it was read, and ask below the reply whether it is right; to be called once.

    `context` is what later messages of the thread inherit (JSON). A reply without answers, such as a refusal, is left
    as it is.
    """
    if not answers:
        return reply
    request = task.request
    id = task.work.asked.add(
        NewQuestion(
            workspace=request.actor.workspace,
            conversation=request.conversation.id,
            thread=request.conversation.thread,
            at=request.now,
            actor=request.actor.user,
            text=request.text,
            as_of=request.as_of,
            status=answers[0].status,
            kind=answers[0].kind,
            reading=_reading(answers),
            context=context,
        )
    )
    return Reply(reply.summary, (*reply.parts, Feedback(str(id))), reply.audience, reply.replaces)


def _reading(answers: Sequence[Answer]) -> str:
    """The first answer's reading; those of the others, with their kinds, stand in it under `also`."""
    first, *others = answers
    also = [{"status": each.status, "kind": each.kind, "reading": each.reading} for each in others]
    return json.dumps({**first.reading, **({"also": also} if also else {})}, ensure_ascii=False)


def rate(task: Task) -> Reply | Form:
    """Record whether an answer is right; a wrong one asks what it should have said. The latest word counts."""
    verdict, _, id = task.request.value.partition("|")
    question = _question(task, id)
    if verdict not in VERDICTS or question.conversation != task.request.conversation.id:
        raise NotFound(GONE)
    _rate(task, question, verdict, question.comment if verdict == question.verdict else None)
    return _ask_back(question) if verdict == "bad" else Reply("Thank you. Good to know that this is right.")


def comment(task: Task) -> Reply:
    """Keep what the answer should have said."""
    question = _question(task, str(task.request.values.get("question", "")))
    said = str(task.request.values.get("comment", "")).strip()[:LONGEST_COMMENT]
    if not said:
        return Reply("Thank you. The answer stays marked as wrong.")
    _rate(task, question, "bad", said)
    return Reply("Thank you. Your note is kept with the question, for those who improve the answers.")


def _ask_back(question: AskedQuestion) -> Form:
    words = question.text if len(question.text) <= LONGEST_QUOTE else f"{question.text[:LONGEST_QUOTE]}…"
    return Form(
        COMMENT,
        "Sorry about that",
        "Send",
        (
            Field(
                "comment",
                "What should it have said?",
                Input.paragraph,
                "The answer is marked as wrong already; a word or two help to mend it.",
                required=False,
                limit=LONGEST_COMMENT,
            ),
        ),
        intro=text(f"The question was: “{words}”"),
        state=(("question", str(question.id)),),
    )


def _question(task: Task, id: str) -> AskedQuestion:
    """The kept question of a button or form, if it was asked in the workspace of who pressed."""
    if not (id.isascii() and id.isdigit() and len(id) < 19):
        raise NotFound(GONE)
    found = task.work.asked.get(int(id), task.request.actor.workspace)
    if found is None:
        raise NotFound(GONE)
    return found


def _rate(task: Task, question: AskedQuestion, verdict: str, said: str | None) -> None:
    actor, now = task.request.actor, task.request.now
    if not task.work.asked.rate(question.id, actor.workspace, verdict, actor.user, now, said):
        raise NotFound(GONE)
    before = json.dumps({"verdict": question.verdict}) if question.verdict else None
    after = json.dumps({"verdict": verdict, "commented": said is not None})
    audit(task, "feedback.rated", f"question:{question.id}", before, after)
