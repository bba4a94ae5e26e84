"""A desk at home in Slack that is served in Microsoft Teams too, and the same people there."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select

from handlers.documents import Reply
from handlers.request import Actor
from handlers.wire import dump
from store.models import OutboxMessage
from store.outbox import NewMessage
from tests.support.desk import DANA, NOA, NOW, PAM, SAM, Desk, fill_database, open_desk

TENANT = "1f3c2a54-0000-4000-8000-00000000beef"
TEAMS_DESK = "19:desk@thread.tacv2"


def in_teams(actor: Actor) -> Actor:
    """The same person as Microsoft Teams names them: another id, the address in capitals."""
    return replace(actor, workspace=TENANT, user=f"aad-{actor.user.lower()}", email=(actor.email or "").upper())


PAM_T, DANA_T, SAM_T, NOA_T = map(in_teams, (PAM, DANA, SAM, NOA))


def both_desk(folder: Path, **more: object) -> Desk:
    """The desk with a deal desk on both surfaces."""
    served = {
        "platforms": MappingProxyType({TENANT: "teams"}),
        "labels": MappingProxyType({"slack": "Slack", "teams": "Microsoft Teams"}),
        "other_desks": MappingProxyType({TENANT: TEAMS_DESK}),
    }
    return open_desk(fill_database(folder), **served | more)


def written(desk: Desk) -> list[OutboxMessage]:
    """Everything that was written for sending, the oldest first."""
    with desk.store.read() as work:
        rows = list(work.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
        work.session.expunge_all()
        return rows


def posted(desk: Desk, subject: str, platform: str, workspace: str, channel: str, message: str) -> None:
    """A message about `subject` that stands in a channel already."""
    card = NewMessage(
        occurrence_key=f"{subject}/card@{channel}",
        kind="registration",
        platform=platform,
        workspace=workspace,
        target=f"channel:{channel}",
        document=dump(Reply("A card")),
        due_at=NOW,
        subject=subject,
    )
    with desk.store.write() as work:
        work.outbox.put(card, NOW)
        claimed = work.outbox.claim("test", platform, NOW, 100, NOW - NOW)
        for each in claimed:
            shown = message if each.message.occurrence_key == card.occurrence_key else f"{message}-{each.id}"
            work.outbox.finish_sent(each, each.message.target.partition(":")[2], shown, NOW)
