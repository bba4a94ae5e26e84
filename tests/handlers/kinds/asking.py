"""Asking one kind of question directly, at a desk with a portfolio of deals, meetings and steps."""

from collections.abc import Callable, Sequence

from bot.render.plain import plain
from handlers.answer import Answer
from handlers.asked import Asked
from handlers.documents import Button, Buttons, Table
from handlers.question import Question
from handlers.request import Actor
from tests.support.desk import PAM, PORTFOLIO, Desk

Answering = Callable[[Asked, Question], Sequence[Answer]]

SEGMENT, BUILD, LAUNCH = "twilio-segment-2024", "twilio-build-2022", "8x8-sellwith8-2023"

BOOK = PORTFOLIO | {
    "registrations.csv": """\
registration,partner,program,customer,customer_domain,earr,currency,role,state,submitted_on,decided_on
DR-1001,acme,twilio-segment-2024,Initech,initech.example,120000,USD,sourced,approved,2024-06-03,2024-06-05
DR-1002,acme,twilio-segment-2024,Hooli,,60000,EUR,resold,submitted,2024-07-08,
DR-1003,acme,twilio-segment-2024,Umbrella,,,,,in_review,2024-07-12,
DR-1004,globex,twilio-build-2022,Stark,,5000,USD,,declined,2024-02-01,2024-02-01
DR-1005,globex,twilio-segment-2024,Wayne *Corp* <@U1>,,7000,USD,,submitted,2024-07-15,
DR-1006,kyoto,8x8-sellwith8-2023,Tyrell,,100,USD,,draft,,
""",
    "opportunities.csv": PORTFOLIO["opportunities.csv"]
    + """OPP-7,Tyrell,proposal,40000,,USD,2024-08-31
OPP-8,Soylent,negotiation,10000,,EUR,2024-07-01
OPP-9,Aperture,qualified,,9000,USD,
OPP-10,Black Mesa,prospecting,7000,,JPY,2024-12-31
OPP-11,Lost,closed_lost,99999,,USD,2024-08-01
OPP-12,Nobody's,proposal,55555,,USD,2024-08-01
""",
    "opportunity_partners.csv": PORTFOLIO["opportunity_partners.csv"]
    + """OPP-7,acme,influenced,2024-06-02
OPP-7,globex,influenced,2024-06-02
OPP-8,acme,resold,2024-06-02
OPP-9,acme,resold,2024-06-02
OPP-10,kyoto,influenced,2024-06-02
OPP-11,acme,influenced,2024-06-02
""",
    "fx_rates.csv": PORTFOLIO["fx_rates.csv"]
    + """EUR,2024-07-01,1.1
EUR,2024-07-16,2
JPY,2024-07-16,0.01
""",
    "meetings.csv": """partner,program,kind,scheduled_on,held_on,notes
acme,twilio-segment-2024,pipeline_review,2024-05-16,2024-05-17,
acme,twilio-segment-2024,pipeline_review,2024-06-13,,
acme,twilio-segment-2024,pipeline_review,2024-07-18,,
acme,twilio-segment-2024,pipeline_review,2024-08-15,,
globex,twilio-build-2022,executive,2024-07-15,,
kyoto,8x8-sellwith8-2023,pipeline_review,2024-06-20,2024-06-20,
kyoto,8x8-sellwith8-2023,qbr,2024-07-15,2024-07-15,
kyoto,8x8-sellwith8-2023,qbr,2024-07-16,2024-07-14,
""",
    "steps.csv": """partner,program,step,done_on
kyoto,8x8-sellwith8-2023,evaluation,2023-11-20
kyoto,8x8-sellwith8-2023,legal,2023-12-10
""",
}


def ask(desk: Desk, answer: Answering, question: Question, actor: Actor = PAM) -> Sequence[Answer]:
    """The answers to a question that was already read."""
    with desk.store.read() as work:
        return answer(desk.assistant._asked(desk.request(actor), work), question)


def table(answer: Answer) -> Table:
    """The one table of an answer."""
    (found,) = (part for part in answer.reply.parts if isinstance(part, Table))
    return found


def buttons(answer: Answer) -> dict[str, Button]:
    """The buttons of an answer by label."""
    return {each.label: each for part in answer.reply.parts if isinstance(part, Buttons) for each in part.items}


def shown(answer: Answer) -> str:
    """The whole answer in plain text."""
    return plain(answer.reply)
