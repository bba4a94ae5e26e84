"""The gate before every handler: who the actor is just now, and whether the table lets them do this at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.access import DESCRIPTIONS, Permission, allowed
from handlers.desk import DeskSettings
from handlers.documents import Button, Buttons, Part, Reply
from handlers.errors import NotAllowed
from handlers.request import Request, Role
from handlers.roles import StaffBook
from handlers.wording import listed, lowered


def identified(request: Request, book: StaffBook, bound: Mapping[tuple[str, str], str], desk: DeskSettings) -> Request:
    """The request with the role that its actor has now, whatever they had when a button or form was shown.

    `bound` has the partner of each bound channel, by workspace and channel: there, and nowhere else, an outsider is one
    of that partner's people.
    """
    actor = request.actor
    if actor.role is Role.outsider:
        partner = bound.get((actor.workspace, request.conversation.id))
        own = replace(actor, role=Role.partner, partner=partner, email=None) if partner else actor
    else:
        own = book.resolve(actor, desk, desk.today(request.now))
    return request if own is actor else replace(request, actor=own)


def admit(request: Request, permissions: Sequence[Permission], book: StaffBook, desk: DeskSettings) -> None:
    """Let an identified actor through who has one of the permissions for some partner at least.

    Raises:
        NotAllowed: they have not; the sentence says why and whom to ask.
    """
    role = request.actor.role
    if any(allowed(request.actor, each) for each in permissions):
        return
    if role in (Role.outsider, Role.partner):
        raise NotAllowed("I answer the vendor's own staff only. Ask your partner manager, who can tell you.")
    if role is Role.unverified:
        teller = desk.label_of(request.actor.workspace)
        raise NotAllowed(f"I cannot check who you are just now: {teller} did not tell me. Try again in a minute.")
    ask = whom_to_ask(book.admins(desk), nameless=bool(desk.admins))
    if role is Role.member:
        raise NotAllowed(f"You are not on the list of people who work with the partner program. {ask}")
    raise NotAllowed(
        f"Your role is {role}, which does not include this: {lowered(DESCRIPTIONS[permissions[0]])}. {ask}"
    )


def whom_to_ask(admins: Sequence[str], *, nameless: bool = False) -> str:
    """`Ask Noa Levi, who can change that.`; `nameless` admins are known by their user ids alone."""
    if not admins and nameless:
        return "Ask a program admin, who can change that."
    if not admins:
        return "Ask whoever runs Tierline to name a program admin (TIERLINE_ADMINS)."
    return f"Ask {listed(list(admins[:3]), 'or')}, who can change that."


def usable(reply: Reply, request: Request, needed: dict[str, Permission]) -> Reply:
    """The reply without buttons that the actor could only be refused for; `needed` says what each route takes."""
    parts: list[Part] = []
    for part in reply.parts:
        if not isinstance(part, Buttons):
            parts.append(part)
            continue
        kept = tuple(each for each in part.items if _may_press(each, request, needed))
        if kept:
            parts.append(part if len(kept) == len(part.items) else Buttons(kept))
    return replace(reply, parts=tuple(parts))


def _may_press(button: Button, request: Request, needed: dict[str, Permission]) -> bool:
    permission = needed.get(button.route)
    return permission is None or allowed(request.actor, permission)
