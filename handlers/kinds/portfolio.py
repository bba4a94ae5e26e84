"""Which partners …: the list behind any combination of tier, manager, program, readiness, activity and meetings."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.documents import Reply
from handlers.kinds.skill import Skill, Slot
from handlers.portfolio_figures import Books
from handlers.portfolio_matches import select
from handlers.portfolio_reply import listing, nothing
from handlers.portfolio_words import Wording, is_own
from handlers.question import Filter, Kind, Question


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """The partners of whom one enrollment meets the whole filter, and how many they are."""
    wanted = filter_of(question)
    task = asked.task
    books = Books(task.work, task.catalog, task.request.as_of, asked.view.remembered, wanted.manager)
    selection = select(books, wanted)
    wording = Wording(wanted, books, is_own(wanted, task.request.actor))
    facts: dict[str, Json] = {"partners": selection.partners, "count": len(selection.partners)}
    parts = listing(selection, wording) if selection.listed else nothing(selection, wording)
    reply = Reply(wording.summary(selection), tuple(parts))
    return (Answer(Status.answered, Kind.portfolio, reply, question.reading(), facts),)


def filter_of(question: Question) -> Filter:
    """What the list is narrowed to; what a question names beside its filter narrows it too."""
    wanted = question.filter or Filter()
    return replace(
        wanted,
        tier=wanted.tier or (None if wanted.near else question.tier),
        manager=wanted.manager or question.manager,
        program=wanted.program or question.program,
    )


SKILL = Skill(
    Kind.portfolio,
    answer,
    sure=(
        "which|what|whose partner*|compan*|account*|firm*|agenc*|reseller*|integrator*|enrollment*",
        "how many partner*|compan*|account*|firm*|agenc*|reseller*|integrator*",
        "number|count|total of partner*|account*",
        "count partner*|account*",
        "list|show|find|name|export|pull|display|see|get|give partner*|account*|portfolio",
        "list|show|export my|our|all|every|everyone|everybody|anyone|the",
        "all|every|any|each|other partner*|account*",
        "my|our|{manager} partner*|account*|portfolio|book",
        "partner*|account* of|under|for|from|with|belonging {manager}",
        "partner*|account* {manager} manages|has|owns|covers|handles|runs|looks",
        "managed|owned|covered|handled|run by {manager}",
        "{tier} partner*|account*|compan*|firm*",
        "partner*|account* in|at|on|with {tier}",
        "partner*|account* in|of|on {program}",
        "who|whoever|anyone|anybody|everyone|everybody|someone is|are|else ready|eligible|due|close|near|nearly|almost",
        "who|anyone|anybody|everyone|everybody is|are|at in|on|under {tier}",
        "who|whoever|anyone|anybody|everyone|everybody could|can|should|might|will advance|move|upgrade|promote*|level",
        "who|whoever|anyone|anybody is|are|at risk|slipping|falling|dropping|behind|below|endangered|losing",
        "who|anyone|anybody could|would|will|might|may|is lose|losing|drop|fall|slip|downgrade* tier*|level*|down",
        "who|whoever|anyone|anybody lacks|lack|lacking|misses|missing|needs|need|without {requirement}",
        "who|whoever|anyone|anybody lacks|lack|lacking|misses|missing|needs|need|without {credential}",
        "who|whoever|anyone|anybody lacks|lack|lacking|misses|missing|needs|need|without {agreement}",
        "who|anyone|anybody hasn't|haven't|has not|never|didn't sign*|certif*|train*|renew*",
        "who|anyone|anybody is|are|has|have|been|gone|went quiet|silent|dark|cold|inactive|dormant|idle|stale|asleep",
        "who|anyone|anybody is|are|has overdue|late|behind|missed|skipped {meeting}",
        "who|anyone|anybody is|are|stands stuck|waiting|still|currently|at|in|on {step}",
        "partner*|account*|compan* ready|eligible|qualified|due to|for advance*|promotion|upgrade*|move|next",
        "partner*|account* that|who|which can|could|should|might|will advance|move|upgrade|promote*",
        "partner*|account* at risk|danger",
        "at risk partner*|account*",
        "partner*|account* below|under|beneath|short their|recorded|current tier|level|status",
        "partner*|account* falling|slipping|dropping|losing|sliding|failing",
        "partner*|account* close|closest|near|nearing|nearly|almost|approaching|shy|short|step|one {tier}",
        "partner*|account* missing|lacking|without|lack|miss|need|needing|short {requirement}",
        "partner*|account* missing|lacking|without|lack|miss|need|needing|short {credential}",
        "partner*|account* missing|lacking|without|lack|miss|need|needing|short {agreement}",
        "partner*|account* inactive|quiet|silent|dormant|idle|dark|cold|stale|asleep",
        "inactive|quiet|silent|dormant|idle|stale|sleeping partner*|account*",
        "partner*|account* no|without|zero|little|any|recent activity|contact|engagement|movement",
        "partner*|account* overdue|late|missed|skipped|outstanding|behind {meeting}",
        "overdue|missed|late|skipped|outstanding {meeting}",
        "{meeting}* overdue|late|missed|skipped|outstanding|not held",
        "partner*|account* at|in|on|stuck|waiting|doing|reached {step}",
        "one|single|1 requirement|criterion|condition|thing|item|step away|short|shy|left|missing|from {tier}",
    ),
    likely=(
        "ready|eligible|qualified to|for advance*|promotion|upgrade*|move|next",
        "close|near|nearly|almost|approaching|within reach|shy {tier}",
        "at risk|danger of|to losing|lose|falling|fall|dropping|drop|slipping|downgrade*",
        "below|under their|the recorded|current tier",
        "lack|lacks|lacking|missing|without {requirement}",
        "lack|lacks|lacking|missing|without {credential}",
        "lack|lacks|lacking|missing|without {agreement}",
        "no|without activity|contact",
        "inactive|dormant|gone|went quiet|silent|dark|cold",
        "stuck|still at|in|on {step}",
        "who|anyone|anybody|everyone|everybody",
        "portfolio|book",
        "mine|ours",
    ),
    hints=(
        *("partner*", "account*", "compan*", "list", "all", "every", "each", "any", "those", "ones", "that", "who"),
        *("which", "with", "in", "of", "for", "under", "by", "and", "also", "both", "but", "plus", "among", "have"),
        *("has", "had", "are", "is", "been", "currently", "now", "today", "right", "still", "yet", "so", "far"),
        *("next", "their", "its", "own", "tier*", "level*", "status", "recorded", "current", "higher", "lower", "up"),
        *(
            "requirement*",
            "exactly",
            "only",
            "just",
            "one",
            "single",
            "more",
            "than",
            "90",
            "ninety",
            "day*",
            "quarter",
        ),
        *("activity", "recent*", "advance*", "promot*", "upgrad*", "mov*", "program", "enrolled", "step", "stage"),
        *("overdue", "late", "held", "scheduled", "manager*", "managed", "names", "csv", "export", "spreadsheet"),
    ),
    slots=frozenset(
        {
            *(Slot.program, Slot.tier, Slot.manager, Slot.requirement, Slot.credential, Slot.agreement),
            *(Slot.meeting, Slot.step),
        }
    ),
    examples=(
        "which partners are ready to advance",
        "which of my partners are ready to advance",
        "who is ready for the next tier",
        "which partners in {program} could move up",
        "which partners are at risk",
        "who is at risk of losing their tier",
        "my partners that fall below their tier",
        "which partners are close to {tier}",
        "who is one requirement short of {tier}",
        "which {tier} partners lack {requirement}",
        "who is missing {credential} for the next tier",
        "partners without {agreement}",
        "which partners have gone quiet",
        "inactive partners in {program}",
        "who has had no activity for more than 90 days",
        "which partners have an overdue {meeting}",
        "overdue {meeting} of my partners",
        "who is stuck at {step}",
        "which partners are at the step {step}",
        "list all {tier} partners",
        "how many {tier} partners do we have",
        "list my partners",
        "partners of {manager}",
        "which partners does {manager} look after",
        "how many partners are in {program}",
        "export my partners as csv",
    ),
)
