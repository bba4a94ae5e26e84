"""What a person does in Teams, turned into the activities that Teams sends, and what it does with the answers."""

import re
from typing import Any

from bot.demo.answers import DONE, Answer
from bot.demo.events import Json
from bot.demo.ids import Person
from bot.demo.teams.activities import Wire, invoke, mention, said
from bot.demo.teams.board import Board, Post, TeamsRefusal
from bot.demo.teams.cards import ADAPTIVE, check_card
from bot.demo.teams.ids import BOT_NAME, CHANNEL, PERSONAL, ROOMS, TEAMS, Room, user_of
from bot.demo.teams.sender import WRONG, Sender

MOST_FOUND = 15
MESSAGE = "application/vnd.microsoft.activity.message"


class Hands:
    """Everything the page can ask for; each method takes and gives plain JSON.

    A result has `ok`; where it is false, `problem` is a sentence for the person.
    """

    def __init__(self, board: Board, wire: Wire, app: Sender) -> None:
        self._board = board
        self._wire = wire
        self._app = app

    def say(self, ask: Json) -> Json:
        """Write a message; the app hears it in its own chat, or where it is mentioned."""
        person, room = self._here(ask)
        thread = ask.get("thread") if room.kind == CHANNEL else None
        text, mentions = self._mentioned(str(ask["text"]), room)
        post = Post(room.id, self._board.fresh_id(), person.id, text, "plain", entities=tuple(mentions), thread=thread)
        self._board.add(post)
        heard = room.kind == PERSONAL or any(each["mentioned"]["id"] == self._wire.bot["id"] for each in mentions)
        if not heard:
            return DONE
        activity = self._activity("message", person, room, thread or post.id) | {"id": post.id}
        return self._deliver(room, said(activity, text, mentions, self._wire.client(person)))

    def submit(self, ask: Json) -> Json:
        """Press a plain `Action.Submit`: the app gets a message without words, with the card's values."""
        person, room = self._here(ask)
        post = self._board.post(room.id, ask["message"])
        activity = self._activity("message", person, room, post.thread or post.id)
        told: Json = {"value": ask["data"], "replyToId": post.id, "entities": [self._wire.client(person)]}
        return self._deliver(room, activity | told)

    def execute(self, ask: Json) -> Json:
        """Press an `Action.Execute`: the card that comes back stands in place of the old one, for this person."""
        person, room = self._here(ask)
        value: Json = {"action": {"type": "Action.Execute"} | ask["action"], "trigger": "manual"}
        answer = self._invoke(person, room, ask, "adaptiveCard/action", value)
        body = answer.body if isinstance(answer.body, dict) else {}
        if answer.problem or _failed(body):
            return {"ok": False, "problem": _error(body)}
        shown = body.get("value")
        if body.get("type") == ADAPTIVE and isinstance(shown, dict):
            check_card(shown)
            self._board.show(room.id, ask["message"], person.id, shown)
            return DONE
        return DONE | ({"note": shown} if body.get("type") == MESSAGE and isinstance(shown, str) else {})

    def fetch(self, ask: Json) -> Json:
        """Press a button that opens a dialog; `task` in the result is what the app wants shown."""
        return self._dialog(ask, "task/fetch")

    def dialog(self, ask: Json) -> Json:
        """Send a dialog off; `task` in the result is what comes next, none closes it."""
        return self._dialog(ask, "task/submit")

    def search(self, ask: Json) -> Json:
        """What a search field offers for the characters typed: `results` with `title` and `value`."""
        person, room = self._here(ask)
        value = {"queryText": ask["text"], "queryOptions": {"skip": int(ask.get("skip", 0)), "top": MOST_FOUND}}
        value |= {"dataset": ask["dataset"]} | ({"data": ask["data"]} if ask.get("data") else {})
        answer = self._invoke(person, room, ask, "application/search", value)
        body = answer.body if isinstance(answer.body, dict) else {}
        found = body.get("value")
        results = found.get("results") if isinstance(found, dict) else None
        if answer.problem or _failed(body) or not isinstance(results, list):
            return {"ok": False, "problem": "The search failed."}
        return DONE | {"results": [each for each in results if isinstance(each, dict)]}

    def install(self, ask: Json) -> Json:
        """Add the app to a chat or team, or remove it."""
        person, room = self._here(ask)
        removed = bool(ask.get("remove"))
        self._board.install(room, removed=removed)
        return self._tell_installed(person, room, removed=removed)

    def install_everywhere(self) -> None:
        """Tell the app of every chat and team that it is in from the start, as an administrator's installation does."""
        for room in ROOMS:
            if room.kind != CHANNEL or room.id == TEAMS.team:
                self._tell_installed(room.roster()[0], room, removed=False)

    def _tell_installed(self, person: Person, room: Room, *, removed: bool) -> Json:
        """A team's installation is told of in its General channel, whose id is the team's."""
        place = self._board.room(TEAMS.team) if room.kind == CHANNEL else room
        came: Json = {"membersRemoved" if removed else "membersAdded": [{"id": self._wire.bot["id"]}]}
        moment = self._activity("installationUpdate", person, place, None)
        first = self._app.send(moment | {"action": "remove" if removed else "add"})
        if not removed:
            self._app.send(self._activity("conversationUpdate", person, place, None) | came)
        return first.result()

    def _dialog(self, ask: Json, name: str) -> Json:
        person, room = self._here(ask)
        answer = self._invoke(person, room, ask, name, {"data": ask["data"], "context": {"theme": "default"}})
        if answer.problem:
            return {"ok": False, "problem": answer.problem}
        task = answer.body.get("task") if isinstance(answer.body, dict) else None
        if not isinstance(task, dict):
            return DONE if name == "task/submit" else {"ok": False, "problem": WRONG}
        card = _card(task)
        if task.get("type") == "continue" and card is None:
            return {"ok": False, "problem": WRONG}
        if card is not None:
            check_card(card)
        return DONE | {"task": task}

    def _invoke(self, person: Person, room: Room, ask: Json, name: str, value: Json) -> Answer:
        post = self._board.post(room.id, ask["message"])
        activity = self._activity("invoke", person, room, post.thread or post.id)
        activity |= {"entities": [self._wire.client(person)]}
        return self._app.send(invoke(activity, name, value, post.id))

    def _deliver(self, room: Room, activity: Json) -> Json:
        if not self._board.installed(room):
            return {"ok": False, "problem": f"{BOT_NAME} is not installed here: add it first."}
        return self._app.send(activity).result()

    def _activity(self, kind: str, person: Person, room: Room, thread: str | None) -> Json:
        return self._wire.activity(kind, person, room, self._board.now(), thread)

    def _here(self, ask: Json) -> tuple[Person, Room]:
        return self._board.person(ask["user"]), self._board.own_room(ask["user"], ask["room"])

    def _mentioned(self, text: str, room: Room) -> tuple[str, list[Json]]:
        """The words with every `@name` of the room marked, and the entities of the mentions."""
        accounts = [self._wire.bot, *({"id": user_of(each), "name": each.name} for each in room.roster())]
        found: list[Json] = []
        for account in accounts:
            name = re.compile(rf"@{re.escape(account['name'])}\b", re.IGNORECASE)
            text, times = name.subn(f"<at>{account['name']}</at>", text)
            found += [mention(account)] if times else []
        return text, found


def _card(task: Json) -> Json | None:
    value = task.get("value")
    card = value.get("card") if isinstance(value, dict) else None
    content: Any = card.get("content") if isinstance(card, dict) else None
    return content if isinstance(content, dict) else None


def _failed(body: Json) -> bool:
    """Whether the app says in the body of its answer that it could not; HTTP says 200 all the same."""
    status = body.get("statusCode", 200)
    return not isinstance(status, int) or status >= 400


def _error(body: Json) -> str:
    """What a refused button says: the app's own words for it, if it sent some."""
    value = body.get("value")
    words = value.get("message") if isinstance(value, dict) else value
    return words if isinstance(words, str) and words else WRONG


def sentence(refusal: TeamsRefusal) -> str:
    """What a refusal means to the person at the page."""
    known = {
        "ActivityNotFoundInConversation": "This message is no longer there.",
        "ConversationNotFound": "You are not in this conversation.",
    }
    return known.get(refusal.code, f"{WRONG} ({refusal.message})")
