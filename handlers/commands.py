"""Commands that are no questions: their first words lead to a route, as a button would."""

import re
from dataclasses import replace
from typing import Final

from handlers.request import Request

PREVIEW: Final = "preview"
_SLASH: Final = re.compile(r"\s*/partner(?:\s+|$)", re.IGNORECASE)
"""What our own words say before every command; some surfaces take it off, on others people type it."""
_COMMANDS: Final = (
    (re.compile(r"home", re.IGNORECASE), "home"),
    (re.compile(r"staff(?: list)?", re.IGNORECASE), "staff.list"),
    (re.compile(r"staff (?:add|role|remove|change)(?: (?P<rest>.+))?", re.IGNORECASE), "staff.edit"),
    (re.compile(r"staff stand-?in", re.IGNORECASE), "staff.stand_in"),
    (re.compile(r"bind(?: (?P<rest>.+))?", re.IGNORECASE), "channels.bind"),
    (re.compile(r"(?:un-?bind|release)", re.IGNORECASE), "channels.release"),
    (re.compile(r"bindings", re.IGNORECASE), "channels.list"),
    (re.compile(r"(?:missing )?credit(?: (?:of|for))? (?P<rest>.+)", re.IGNORECASE), "credit.sweep"),
    (re.compile(r"reports?(?: (?P<rest>.+))?", re.IGNORECASE), "reports.deals"),
    (re.compile(r"outbox", re.IGNORECASE), "outbox.list"),
    (re.compile(r"calendar(?: (?P<rest>.+))?", re.IGNORECASE), "calendar.show"),
    (re.compile(r"(?:open )?commitments(?: (?:of|for|with))? (?P<rest>.+)", re.IGNORECASE), "commitments.list"),
    (
        re.compile(
            r"schedule (?:(?:a |the )?(?:meeting|review|qbr) )?(?:(?:with|for|of) )?(?P<rest>.+)", re.IGNORECASE
        ),
        "reviews.plan",
    ),
    (re.compile(r"cadence(?: (?:of|for|with))? (?P<rest>.+)", re.IGNORECASE), "cadence.show"),
    (re.compile(r"(?:pipeline )?pack (?P<rest>.+)", re.IGNORECASE), "packs.pipeline"),
    (re.compile(r"qbr (?:brief|pack) (?P<rest>.+)", re.IGNORECASE), "packs.qbr"),
    (re.compile(r"exec(?:utive)? (?:sheet|brief|pack) (?P<rest>.+)", re.IGNORECASE), "packs.executive"),
    (re.compile(r"subscribe", re.IGNORECASE), "subscriptions.open"),
    (re.compile(r"subscriptions", re.IGNORECASE), "subscriptions.list"),
    (re.compile(r"(?:my )?reminders", re.IGNORECASE), "reminders.own"),
    (re.compile(r"preview as (?P<rest>.+)", re.IGNORECASE), PREVIEW),
)


def as_command(request: Request) -> Request:
    """The request with the route and the value that its words name; without a route where they ask a question.

    A leading `/partner` is taken off the words.
    """
    if request.route:
        return request
    request = replace(request, text=bare(request.text))
    said = " ".join(request.text.split())
    for pattern, route in _COMMANDS:
        if match := pattern.fullmatch(said):
            return replace(request, route=route, value=match.groupdict().get("rest") or "")
    return request


def bare(words: str) -> str:
    """The words without a leading `/partner`."""
    slash = _SLASH.match(words)
    return words[slash.end() :] if slash else words
