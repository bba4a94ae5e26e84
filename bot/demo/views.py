"""Dialogs and Home tabs: what is open on whose screen."""

import secrets
from copy import deepcopy
from threading import RLock

from bot.demo.events import Feed, Json
from bot.demo.ids import IDS
from bot.demo.workspace import SlackRefusal

MOST_STACKED = 3  # docs.slack.dev, views.push: the first view and two more


class Views:
    """Each person's stack of open dialogs (the last is on top) and their Home tab."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._stacks: dict[str, list[Json]] = {}
        self._homes: dict[str, Json] = {}
        self._lock = RLock()

    def open(self, user: str, view: Json) -> Json:
        """Show a dialog, in place of whatever was open."""
        with self._lock:
            self._stacks[user] = [_complete(view)]
            return self._show(user)

    def push(self, user: str, view: Json) -> Json:
        """Put a dialog on top of the open one; `push_limit_reached` above three."""
        with self._lock:
            stack = self._stacks.setdefault(user, [])
            if len(stack) >= MOST_STACKED:
                raise SlackRefusal("push_limit_reached")
            root = stack[0]["root_view_id"] if stack else None
            previous = stack[-1]["id"] if stack else None
            stack.append(_complete(view, root=root, previous=previous))
            return self._show(user)

    def update(self, view: Json, *, view_id: str = "", external_id: str = "", expected_hash: str = "") -> Json:
        """Rewrite an open dialog in place; `not_found`, or `hash_conflict` if it changed since `expected_hash`."""
        with self._lock:
            user, place = self._find(view_id, external_id)
            before = self._stacks[user][place]
            if expected_hash and expected_hash != before["hash"]:
                raise SlackRefusal("hash_conflict")
            after = _complete(view, before["id"], before["root_view_id"], before["previous_view_id"])
            self._stacks[user][place] = after
            self._show(user)
            return after

    def close(self, user: str, *, everything: bool = False) -> None:
        """Take the top dialog away, or the whole stack."""
        with self._lock:
            stack = self._stacks.get(user, [])
            del stack[0 if everything else -1 :]
            self._show(user)

    def top(self, user: str) -> Json | None:
        """The dialog on this person's screen."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def get(self, user: str, view_id: str) -> Json:
        """The open dialog or Home tab with this id, of this person; `not_found` if there is none."""
        candidates = [*self._stacks.get(user, []), *filter(None, [self._homes.get(user)])]
        for view in candidates:
            if view["id"] == view_id:
                return view
        raise SlackRefusal("not_found")

    def publish(self, user: str, view: Json) -> Json:
        """Show a Home tab to one person."""
        with self._lock:
            before = self._homes.get(user)
            shown = _complete(view, before["id"] if before else None)
            self._homes[user] = shown
        self._feed.publish("home", {"view": shown}, user)
        return shown

    def home(self, user: str) -> Json | None:
        """This person's Home tab, None before the app published one."""
        return self._homes.get(user)

    def _find(self, view_id: str, external_id: str) -> tuple[str, int]:
        for user, stack in self._stacks.items():
            for place, view in enumerate(stack):
                if view_id == view["id"] or (external_id and external_id == view.get("external_id")):
                    return user, place
        raise SlackRefusal("not_found")

    def _show(self, user: str) -> Json:
        top = self.top(user)
        self._feed.publish("view", {"view": top}, user)
        return top or {}


def _complete(view: Json, view_id: str | None = None, root: str | None = None, previous: str | None = None) -> Json:
    """The view with everything that Slack adds to it."""
    own_id = view_id or f"V{secrets.token_hex(5).upper()}"
    blocks = [{"block_id": f"b{number}"} | block for number, block in enumerate(view.get("blocks", []))]
    added: Json = {
        "id": own_id,
        "team_id": IDS.team,
        "app_id": IDS.app,
        "bot_id": IDS.bot,
        "hash": f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}",
        "root_view_id": root or own_id,
        "previous_view_id": previous,
        "blocks": blocks,
        "state": {"values": {}},
    }
    filled: Json = {"callback_id": "", "private_metadata": "", "external_id": "", "clear_on_close": False}
    return filled | deepcopy(view) | added
