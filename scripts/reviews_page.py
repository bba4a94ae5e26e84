"""docs/REVIEWS.md: how often reviews are held, what leads to them, and what the words of a pack mean, from the code."""

from typing import Final

from handlers.mornings import MORNING, MOST_A_DAY, QUIET
from handlers.numbered import capital
from handlers.packs.stages import LEAST_STAYS, PROBABILITIES, TOO_OLD
from handlers.reviews.promises import EXAMPLE, MOST
from handlers.reviews.rhythm import USUAL_DAYS, WORDS, rhythm_of
from handlers.reviews.steps import STEPS, Place, Step
from handlers.reviews.together import MOST_APART
from handlers.wording import meeting
from programs.cadence import LENGTHS
from programs.catalog import Catalog

SAYS: Final = {
    Step.sponsor: "the manager is asked who the sponsors of both sides are",
    Step.plan: "the manager is asked to agree on the day and on who takes part",
    Step.draft: "the first draft of the brief, and the page that the partner may read before",
    Step.freeze: "the figures are frozen; everybody is asked for what is missing from them",
    Step.ahead: "the brief with three talking points",
    Step.overdue: "only if it is not recorded as held",
    Step.followup: "decisions, commitments and the next day; of a QBR or executive meeting also that nothing was written down",
}

HEAD: Final = """# Reviews: how often, what leads to them, what is in them

Written by `make docs` from `programs/definitions/`, `handlers/reviews/` and `handlers/packs/`.

## How often

What a program says holds for its partners, by tier where it says so. `/partner cadence PARTNER` makes an exception with a
reason. Where a program names no day, ours is proposed:

| Program | Meeting | How often | Day | Source |
|---|---|---|---|---|
"""


def reviews_page() -> str:
    """The whole page."""
    return HEAD + _rhythms() + _days() + _steps() + _told() + _packs()


def _rhythms() -> str:
    rows = ""
    for program in Catalog.load().programs():
        for review in program.reviews:
            rhythm = rhythm_of(program, review.kind, None, None)
            often = WORDS[rhythm.every] if rhythm else "not said"
            day = rhythm.day.words(LENGTHS[rhythm.every]) if rhythm else "–"
            rows += f"| {program.short_name} | {review.name} | {often} | {day} | {review.source.cite()} |\n"
    return rows


def _days() -> str:
    usual = "".join(f"- {capital(meeting(kind))}: {day}\n" for kind, day in USUAL_DAYS.items())
    return f"""
A day is *first* to *fifth* or *last*, of a weekday or of the working days, or *day 15*; in a period of several months with *of
the first month* to *of the last month*. One that is not worked on both sides moves to the next one that is, and back at the
end of the month. Proposed without a word of the program:

{usual}"""


def _steps() -> str:
    rows = "".join(
        f"| {capital(meeting(kind))} | {_when(place)} | {SAYS[place.step]} |\n"
        for kind, places in STEPS.items()
        for place in places
    )
    return f"""
## What leads to a meeting, and what follows

A day on which one of the two sides does not work moves away from the meeting. A moved meeting moves all of its steps.

| Meeting | When | What |
|---|---|---|
{rows}
A month, quarter or year without a meeting is named on its first working day, or early enough to prepare the meeting. More than
{MOST_APART} at once stand in one message of the channel. What was missed while Tierline was down is made up once and marked late; once
it is of no use any more, the next message about the meeting says for which days it stands.
"""


def _when(place: Place) -> str:
    kind = "working day" if place.working else "day"
    days = abs(place.days)
    return f"{days} {kind}{'' if days == 1 else 's'} {'before' if place.days < 0 else 'after'}"


def _told() -> str:
    return f"""
## When people are told

Everybody in their own morning ({MORNING}:00 local time unless they choose), on working days of their country, never between {QUIET[0]}:00 and
{QUIET[1]}:00, and at most {MOST_A_DAY} messages of their own a day: the rest stands in the next digest. `/partner reminders` changes all of it.
Channels live by the desk's clock. Commitments are typed one a line, at most {MOST} a side: *{EXAMPLE}*.
"""


def _packs() -> str:
    shares = ", ".join(f"{stage} {share:.0%}" for stage, share in PROBABILITIES.items())
    return f"""
## What is in a pack

| Word | Meaning |
|---|---|
| Countable revenue | closed-won recurring yearly value, influenced and resold, services left out, in US dollars at the rate of the closing day |
| Coverage | open value that closes in the period against what is missing of the plan; the portfolio has no plan, so it is asked for |
| Weighted | each open opportunity at its stage: {shares}. Chosen by judgment, not measured; the brief prints it |
| Win rate | won against won and lost, closed in the window; left out under five closings |
| Stage age | days since the last change of stage in our log; old beyond {TOO_OLD} times the median of at least {LEAST_STAYS} finished stays |
| Slip | the close date moved to a later period |
| Decision time | business hours from submission to decision without pauses: the median and the worst |
| Tier forecast | the annual review with no open opportunity won, with each at its stage, with all of them |
| Commitment reliability | done on time against due, for each side; dropped ones are left out |

A ratio with nothing below it is left out. What only a person can know says from whom it is needed. What the partner's own people see
is built from a store that has nothing else in it: no weights, no other partners, no notes of ours, no frozen figures.
"""
