"""What stays of a meeting: decisions, commitments of both sides, and when the next one is."""

from datetime import date

from handlers.documents import Button, Buttons, Fact, Facts, Heading, Note, Paragraph, Part, Reply, Table, text
from handlers.numbered import capital, numbered
from handlers.reviews.named import Named
from handlers.reviews.reminder import ADD_COMMITMENT, OUTCOME
from handlers.wording import day, meeting, weekday
from programs.together import ReviewKind
from store.review_records import Commitment, MeetingOutcome
from store.work import Work

SIDES = {"vendor": "Ours", "partner": "Theirs"}


def followup(work: Work, it: Named, name: str, held_on: date, next_on: date | None) -> Reply | None:
    """The summary after a meeting; None where nothing of it was written down and nobody waits for that.

    Of a QBR or an executive meeting somebody does: what was decided is asked for.
    """
    outcome = work.meetings.outcome(*it.key)
    promised = work.commitments.of_meeting(*it.key)
    if (outcome is None or outcome.decisions is None) and not promised:
        return _nothing(it, name, held_on) if it.kind != ReviewKind.pipeline_review else None
    next_words = f"the next is {weekday(next_on)}" if next_on else "the next is not scheduled"
    count = numbered(len(promised), "commitment") if promised else "no commitments"
    summary = f"{capital(meeting(it.kind))} with {name}, held {weekday(held_on)}: {count}; {next_words}"
    return Reply(summary, (*written(outcome, promised), Buttons((Button("Add commitment", ADD_COMMITMENT, it.value),))))


def written(outcome: MeetingOutcome | None, promised: tuple[Commitment, ...]) -> tuple[Part, ...]:
    """Decisions and commitments, as they are read wherever a meeting is looked back at."""
    parts: list[Part] = []
    if outcome is not None and outcome.decisions:
        parts += [Heading("Decisions"), Paragraph(text(outcome.decisions))]
    if promised:
        rows = tuple((SIDES[each.side], each.what, each.owner, day(each.due_on), each.state) for each in promised)
        parts.append(Table("Commitments", ("Side", "What", "Who", "By when", "State"), rows))
    return tuple(parts)


def _nothing(it: Named, name: str, held_on: date) -> Reply:
    summary = f"Nothing is written down of the {meeting(it.kind)} with {name}, held {weekday(held_on)}"
    why = Note(text("The next one opens with what was decided and promised."))
    facts = Facts((Fact("Asked for", text("decisions, and at most five commitments a side")),))
    return Reply(summary, (facts, why, Buttons((Button("Write it down", OUTCOME, it.value),))))
