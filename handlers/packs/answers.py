"""Packs as people get them: the message, its pages, the partner's view, and files for the person who asked alone."""

import re
from typing import Final

from handlers.documents import Download, Reply
from handlers.errors import NotAllowed
from handlers.numbered import capital
from handlers.outside.answering import previewed
from handlers.packs.asked import CALLED, PackAsked, from_value, from_words
from handlers.packs.build import partner_pack
from handlers.packs.facts import gather
from handlers.packs.freezing import opened, since_words
from handlers.packs.pdf import pdf_of
from handlers.packs.points import points
from handlers.packs.reply import partner_reply, staff_reply
from handlers.packs.sheet import Sheet
from handlers.packs.slides import MEDIA_TYPE, slides_of
from handlers.request import Request
from handlers.work import Task

_NOT_IN_NAMES: Final = re.compile(r"[^\w]+")
LETTER_COUNTRIES: Final = frozenset({"US", "CA", "MX", "CO", "CL", "PH"})
"""Where paper is Letter; A4 everywhere else."""


def open_pack(task: Task) -> Reply:
    """The pack of a button's value; what follows after another `|` is the page.

    Raises:
        NotFound: the value is not one of ours, or the partner is not there (any more).
    """
    asked = from_value(task.request.value)
    return staff_reply(opened(task, asked), asked, _page(task.request))


def pipeline_pack(task: Task) -> Reply:
    """The pipeline pack of the partner that a command's words name.

    Raises:
        NotFound: no partner, or several, go by them.
    """
    return _from_words(task, "pipeline_review")


def qbr_brief(task: Task) -> Reply:
    """The QBR brief of the partner that a command's words name.

    Raises:
        NotFound: no partner, or several, go by them.
    """
    return _from_words(task, "qbr")


def executive_sheet(task: Task) -> Reply:
    """The executive sheet of the partner that a command's words name.

    Raises:
        NotFound: no partner, or several, go by them.
    """
    return _from_words(task, "executive")


def partner_view(task: Task) -> Reply:
    """What the partner's own people would get, for staff to look at; nothing is posted.

    Raises:
        NotFound: the value is not one of ours, or the partner is not there (any more).
    """
    asked = from_value(task.request.value)
    sheet = partner_pack(task, asked)
    return previewed(partner_reply(sheet, asked, _page(task.request)), sheet.name)


def pack_pdf(task: Task) -> Download:
    """The pack as a PDF, frozen where it is.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the value is not one of ours, or the partner is not there (any more).
    """
    sheet = opened(task, _alone(task))
    return Download(f"{file_name(sheet)}.pdf", pdf_file(task, sheet), "application/pdf", _words(sheet))


def pack_slides(task: Task) -> Download:
    """The pack as slides.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the value is not one of ours, or the partner is not there (any more).
    """
    sheet = opened(task, _alone(task))
    return Download(f"{file_name(sheet)}.pptx", slides_of(sheet, task.request.now), MEDIA_TYPE, _words(sheet))


def partner_pdf(task: Task) -> Download:
    """The partner's view as a PDF, to hand on.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the value is not one of ours, or the partner is not there (any more).
    """
    sheet = partner_pack(task, _alone(task))
    return Download(f"{file_name(sheet)}-for-partner.pdf", pdf_file(task, sheet), "application/pdf", _words(sheet))


def talking_points(task: Task, asked: PackAsked) -> tuple[str, ...]:
    """At most three sentences to begin with, as things are now; the most pressing first.

    Raises:
        NotFound: the partner, or its place in the program, is not there (any more).
    """
    return points(gather(task, asked))


def file_name(sheet: Sheet) -> str:
    """`qbr-brief-acme-communications-2026-11-24`, without an ending."""
    on = sheet.scheduled_on or sheet.as_of
    name = _NOT_IN_NAMES.sub("-", sheet.name.casefold()).strip("-")[:60]
    return f"{CALLED[sheet.kind].replace(' ', '-').lower()}-{name or 'partner'}-{on.isoformat()}"


def pdf_file(task: Task, sheet: Sheet) -> bytes:
    """The PDF on the desk's paper, made at the request's instant."""
    return pdf_of(sheet, task.request.now, "letter" if task.desk.country in LETTER_COUNTRIES else "a4")


def _from_words(task: Task, kind: str) -> Reply:
    asked = from_words(task, task.request.value, kind)
    return staff_reply(opened(task, asked), asked)


def _page(request: Request) -> int:
    page = request.value.split("|")[4:5]
    return max(1, int(page[0])) if page and page[0].isdecimal() and len(page[0]) < 4 else 1


def _alone(task: Task) -> PackAsked:
    if task.request.conversation.place.open_to_others:
        raise NotAllowed(
            "People of another company may read along here, so no pack is handed out. Ask me in a direct message."
        )
    return from_value(task.request.value)


def _words(sheet: Sheet) -> str:
    frozen = f" {sheet.frozen} {since_words(sheet)}" if sheet.frozen else ""
    return f"{capital(sheet.title)}, for {sheet.audience}.{frozen}"
