"""What somebody wrote, and installs: kept as rows first, worked on afterwards (`bot.teams.inbox`)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.clock import Clock
from bot.payloads import part, text
from bot.teams.reading import Reader, conversation_of, key_of, seen_in, zone_told
from bot.teams.showing import Showing, as_reply
from bot.zones import keep_zones, news
from handlers.commands import as_command
from handlers.errors import NotAllowed, UserError
from handlers.request import Place, Request
from store.engine import Store
from store.errors import StoreUnavailable

Json = dict[str, Any]
WELCOME: Final = "welcome"
CHANGED: Final = "conversationUpdate"
WORKED_ON: Final = ("message", "installationUpdate")
TRIES: Final = 3
"""Each waits two seconds for a busy database. Teams waits fifteen, and promises nowhere to come again after a 503."""


@dataclass(frozen=True, slots=True)
class Messages:
    """Each method takes a verified activity as JSON. `came` wakes whoever works on what is kept."""

    tenant: str
    store: Store
    clock: Clock
    reader: Reader
    showing: Showing
    came: Callable[[], None]

    def keep(self, body: Json) -> None:
        """Remember where it came from, and keep what has to be worked on; a repeat of it changes nothing.

        Raises:
            StoreError: the database cannot be used; Teams will send it again.
        """
        if text(body, "type") not in (*WORKED_ON, CHANGED):
            return  # reactions, edits, read receipts: nothing comes of them
        if text(body, "type") == CHANGED:
            self.reader.readers_changed(body)
        for left in reversed(range(TRIES)):
            try:
                self._write_down(body)
                break
            except StoreUnavailable:
                if not left:
                    raise
        self.came()

    def _write_down(self, body: Json) -> None:
        now, kind = self.clock.now(), text(body, "type")
        with self.store.write() as work:
            if (state := _ending(body)) is not None:
                id, team = _ended(body)
                work.conversations.ended(self.tenant, id, state, whole_team=team)
            else:
                work.conversations.seen(seen_in(body, self.tenant, None, now))
                if back := _back_in(body):
                    again = tuple(f"channel:{each}" for each in work.conversations.back(self.tenant, back))
                    work.undelivered.retry_for(self.tenant, again, now)
            if kind in WORKED_ON and state is None and not _of_a_bot(body):
                person = text(part(body, "from"), "aadObjectId")
                work.inbox.put(key_of(body), self.tenant, person, json.dumps(body), now)

    def work(self, body: Json) -> None:
        """Answer what was kept; whoever was answered at an earlier attempt hears nothing more.

        Raises:
            Exception: it could not be done; it is tried again a little later.
        """
        if text(body, "type") == "installationUpdate":
            self._welcome(body)
            return
        request = self.reader.message(body)
        self._remember(body, request)
        command = as_command(request)
        if not command.route:
            here = request.conversation
            self.showing.assistant.answer_later(request, f"channel:{here.id}", here.thread)
            return
        try:
            self.showing.as_message(command, self.showing.assistant.handle(command))
        except UserError as error:
            self.showing.letters.refuse(request, error.sentence)

    def _remember(self, body: Json, request: Request) -> None:
        """Whose chat it is, and where they live: reminders go there, in their morning."""
        email, zone, now = (request.actor.email or "").lower(), zone_told(body), request.now
        if request.conversation.place is not Place.direct or not email:
            return
        with self.store.write() as work:
            if work.conversations.seen(seen_in(body, self.tenant, email, now)):
                mine = (f"email:{email}", f"user:{request.actor.user}")
                work.undelivered.retry_for(request.actor.workspace, mine, now)
            if zone is not None and news(work.person_clocks.get(email), zone, now):
                keep_zones(work, {email: zone}, now, request.actor.workspace)

    def give_up(self, body: Json, sentence: str) -> None:
        """Tell the person that what they wrote could not be answered."""
        self.showing.letters.refuse(self.reader.message(body), sentence)

    def _welcome(self, body: Json) -> None:
        request = self.reader.routed(body, WELCOME)
        self._remember(body, request)
        try:
            outcome = self.showing.assistant.handle(request)
        except NotAllowed as error:
            self.showing.letters.refuse(request, error.sentence)
        else:
            self.showing.letters.here(request, as_reply(outcome))


def _ending(body: Json) -> str | None:
    """The state a conversation comes to with an activity: `removed`; None where it goes on."""
    action = text(body, "action")
    event = text(part(body, "channelData"), "eventType")
    if text(body, "type") == "installationUpdate" and action.startswith("remove"):
        return "removed"
    if event in ("teamDeleted", "channelDeleted", "teamHardDeleted", "teamArchived"):
        return "removed"
    removed = body.get("membersRemoved")
    ours = text(part(body, "recipient"), "id")
    gone = any(text(each, "id") == ours for each in removed) if isinstance(removed, list) and ours else False
    return "removed" if gone else None


def _of_a_bot(body: Json) -> bool:
    """Whether another bot, or we ourselves, wrote it: two that answer each other never end."""
    return text(part(body, "from"), "id").startswith("28:")


def _back_in(body: Json) -> str:
    """The team in which we are at home again with an activity that ends nothing; empty where it says nothing of that.

    Teams tells of it in the General channel alone.
    """
    data = part(body, "channelData")
    again = text(body, "type") == "installationUpdate" or text(data, "eventType") in ("teamRestored", "teamUnarchived")
    return text(part(data, "team"), "id") if again else ""


def _ended(body: Json) -> tuple[str, bool]:
    """Which conversation came to an end, and whether all channels of that team did."""
    data = part(body, "channelData")
    if text(data, "eventType") == "channelDeleted":
        return text(part(data, "channel"), "id"), False
    team = text(part(data, "team"), "id")
    return team or conversation_of(body)[0], bool(team)
