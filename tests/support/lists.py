"""A portfolio whose partners differ in what lists ask for, and a way to ask for them without words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.render.plain import plain
from handlers.answer import Answer
from handlers.documents import Button, Buttons, Reply, Table
from handlers.kinds.portfolio import SKILL
from handlers.question import Filter, Kind, Question
from handlers.request import Actor
from tests.support.desk import PAM, TODAY, Desk

SEGMENT, BUILD, EIGHT = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"


def _people(partner: str, technical: int, sales: int) -> str:
    held = [("technical", number) for number in range(technical)] + [("sales", number) for number in range(sales)]
    return "".join(f"{partner},{kind}{number}@{partner}.example,{kind},2024-01-05\n" for kind, number in held)


PORTFOLIO = {
    "partners.csv": """partner,name,status
alder,Alder,active
birch,Birch,
cedar,Cedar,active
dogwood,Dogwood,active
elm,Elm,active
fir,Fir,active
gone,Gone,inactive
hazel,Hazel,active
lone,Lone,active
""",
    # Alder meets Silver and is Bronze; Birch is Silver and meets Bronze; Cedar lacks only people for Silver; Dogwood
    # has signed nothing; Elm is designated; Fir launches; Gone is like Alder, and inactive; Hazel is in two programs.
    "enrollments.csv": f"""partner,program,tier,manager,last_activity_on
alder,{SEGMENT},bronze,pam@vendor.example,2024-07-01
birch,{SEGMENT},silver,PAM@vendor.example,2024-07-01
cedar,{SEGMENT},bronze,sam@vendor.example,2024-07-01
dogwood,{SEGMENT},registered,pam@vendor.example,
elm,{SEGMENT},global_strategic,sam@vendor.example,2024-04-16
fir,{EIGHT},,pam@vendor.example,2024-04-15
gone,{SEGMENT},bronze,pam@vendor.example,2024-07-01
hazel,{SEGMENT},bronze,sam@vendor.example,2024-07-01
hazel,{BUILD},silver,pam@vendor.example,2024-07-01
""",
    "agreements.csv": "partner,agreement,signed_on\n"
    + "".join(f"{each},baseline,2023-02-01\n" for each in ("alder", "birch", "cedar", "elm", "gone", "hazel")),
    "people.csv": "partner,email,credential,earned_on\n"
    + "".join(
        (
            *(_people(each, 10, 5) for each in ("alder", "gone")),
            *(_people(each, 3, 1) for each in ("birch", "hazel")),
            _people("cedar", 9, 5),
        )
    ),
    "opportunities.csv": "opportunity,stage,earr,currency,close_on\n"
    + "".join(
        f"O-{each},closed_won,{earr},USD,2024-05-01\n"
        for each, earr in (("alder", 250000), ("birch", 20000), ("cedar", 200000), ("gone", 250000), ("hazel", 30000))
    ),
    "opportunity_partners.csv": "opportunity,partner,role,added_on\n"
    + "".join(f"O-{each},{each},resold,2024-04-01\n" for each in ("alder", "birch", "cedar", "gone", "hazel")),
    "meetings.csv": f"""partner,program,kind,scheduled_on,held_on
alder,{SEGMENT},qbr,2024-07-14,
alder,{SEGMENT},qbr,2024-07-01,
birch,{SEGMENT},qbr,2024-07-15,
cedar,{SEGMENT},qbr,2024-06-01,2024-06-02
fir,{EIGHT},executive,2024-06-01,
""",
    "steps.csv": f"partner,program,step,done_on\nfir,{EIGHT},evaluation,2024-02-01\nfir,{EIGHT},legal,\n",
}
"""The portfolio of the stories about lists, told on Jul 15, 2024."""


@dataclass(frozen=True)
class Asker:
    """Asks a desk for lists, as one person on one day."""

    desk: Desk
    actor: Actor = PAM
    as_of: date = TODAY

    def on(self, day: date) -> "Asker":
        return replace(self, as_of=day)

    def answer(self, **parts: Any) -> Answer:
        """The one answer to a question with a filter of these parts."""
        question = Question(Kind.portfolio, filter=Filter(**parts))
        request = replace(self.desk.request(self.actor, text=""), as_of=self.as_of)
        with self.desk.store.read() as work:
            (answer,) = SKILL.answer(self.desk.assistant._asked(request, work), question)
        assert answer.reading == ({"filter": question.filter.keys()} if question.filter else {})
        assert answer.facts["count"] == len(partners(answer))
        return answer

    def list(self, **parts: Any) -> str:
        """The ids of the partners that are listed, in one word line."""
        return " ".join(partners(self.answer(**parts)))

    def line(self, **parts: Any) -> str:
        """The line that answers."""
        return self.answer(**parts).reply.summary

    def words(self, **parts: Any) -> str:
        """The whole reply, as a terminal shows it."""
        return plain(self.answer(**parts).reply)


def partners(answer: Answer) -> list[str]:
    found = answer.facts["partners"]
    assert isinstance(found, list | tuple)
    return [str(each) for each in found]


def rows(answer: Answer) -> dict[str, tuple[str, ...]]:
    """The rows of the table by their first cell, the partner's name."""
    return {row[0]: row[1:] for part in answer.reply.parts if isinstance(part, Table) for row in part.rows}


def buttons(reply: Reply) -> dict[str, Button]:
    """Every button by its label."""
    return {each.label: each for part in reply.parts if isinstance(part, Buttons) for each in part.items}
