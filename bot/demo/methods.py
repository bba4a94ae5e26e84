"""The Web API methods that the app calls, answered from the played workspace.

Names, arguments and error codes follow docs.slack.dev/reference/methods.
"""

from collections.abc import Callable, Iterable
from typing import Any

from bot.demo.agent import Agent
from bot.demo.events import Json
from bot.demo.files import Files
from bot.demo.ids import CHANNELS, COLLEAGUES, IDS, PEOPLE, Channel, Person
from bot.demo.tickets import Triggers
from bot.demo.views import Views
from bot.demo.workspace import Draft, Message, SlackRefusal, Workspace

Method = Callable[[Json], Json]
Check = Callable[[Json], None]
PAGE = 100


class Methods:
    """Answers one method after the other; arguments come as parsed JSON, refusals leave as `SlackRefusal`."""

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        triggers: Triggers,
        agent: Agent,
        files: Files,
        message: Check,
        view: Check,
    ) -> None:
        self._workspace = workspace
        self._agent = agent
        self._files = files
        self._views = views
        self._triggers = triggers
        self._check_message = message
        self._check_view = view

    def table(self) -> dict[str, Method]:
        """Every method by its name."""
        return {
            "api.test": lambda _: {},
            "auth.test": lambda _: _identity(),
            "assistant.threads.setStatus": self._agent.status,
            "assistant.threads.setSuggestedPrompts": self._agent.suggest,
            "files.completeUploadExternal": self._files.complete,
            "files.getUploadURLExternal": self._files.begin,
            "team.info": lambda _: {"team": {"id": IDS.team, "name": "Vendor", "domain": "vendor-demo"}},
            "chat.postMessage": self.post_message,
            "chat.postEphemeral": self.post_ephemeral,
            "chat.update": self.update,
            "chat.delete": self.delete,
            "conversations.history": self.history,
            "conversations.replies": self.replies,
            "conversations.open": self.open_conversation,
            "conversations.info": lambda args: {"channel": _channel(self._workspace.channel(_need(args, "channel")))},
            "conversations.list": lambda _: {"channels": [_channel(each) for each in CHANNELS if not each.direct_with]},
            "conversations.members": self.members,
            "users.info": lambda args: {"user": _user(self._workspace.person(_need(args, "user")))},
            "users.list": lambda _: {"members": [_user(each) for each in (*PEOPLE, *COLLEAGUES)]},
            "users.lookupByEmail": self.lookup,
            "views.open": lambda args: self._dialog(args, self._views.open),
            "views.push": lambda args: self._dialog(args, self._views.push),
            "views.update": self.update_view,
            "views.publish": self.publish,
        }

    def post_message(self, args: Json) -> Json:
        channel = self._workspace.channel(_need(args, "channel"))
        draft = self._draft(args, channel.id)
        if draft.thread_ts:
            self._workspace.message(channel.id, draft.thread_ts)
        return _posted(self._workspace.post(draft))

    def post_ephemeral(self, args: Json) -> Json:
        channel = self._workspace.channel(_need(args, "channel"))
        reader = self._workspace.person(_need(args, "user")).id
        if channel.direct_with not in (None, reader):
            raise SlackRefusal("user_not_in_channel")
        message = self._workspace.post(self._draft(args, channel.id, reader))
        return {"message_ts": message.ts}

    def update(self, args: Json) -> Json:
        before = self._own(args)
        self._checked(args)
        blocks = args["blocks"] if "blocks" in args else ([] if "text" in args else list(before.blocks))
        after = self._workspace.edit(before.channel, before.ts, args.get("text") or "", blocks)
        return _posted(after) | {"text": after.text}

    def delete(self, args: Json) -> Json:
        gone = self._own(args)
        self._workspace.delete(gone.channel, gone.ts)
        return {"channel": gone.channel, "ts": gone.ts}

    def history(self, args: Json) -> Json:
        newest_first = tuple(reversed(self._workspace.history(_need(args, "channel"))))
        return _page(newest_first, args)

    def replies(self, args: Json) -> Json:
        channel, ts = _need(args, "channel"), _need(args, "ts")
        self._workspace.message(channel, ts)
        return _page(self._workspace.history(channel, ts), args)

    def open_conversation(self, args: Json) -> Json:
        wanted = args.get("channel") or _need(args, "users")
        channel = self._workspace.channel(self._workspace.person(wanted).id if wanted.startswith("U") else wanted)
        return {"channel": _channel(channel) if args.get("return_im") else {"id": channel.id}}

    def members(self, args: Json) -> Json:
        channel = self._workspace.channel(_need(args, "channel"))
        return {"members": [each.id for each in PEOPLE if each.bot or channel.admits(each)]}

    def lookup(self, args: Json) -> Json:
        email = _need(args, "email").casefold()
        for person in (*PEOPLE, *COLLEAGUES):
            if person.email and person.email == email:
                return {"user": _user(person)}
        raise SlackRefusal("users_not_found")

    def update_view(self, args: Json) -> Json:
        view = self._view(args, "modal")
        named = {"view_id": args.get("view_id") or "", "external_id": args.get("external_id") or ""}
        if not any(named.values()):
            raise SlackRefusal("invalid_arguments", "view_id or external_id is needed")
        return {"view": self._views.update(view, **named, expected_hash=args.get("hash") or "")}

    def publish(self, args: Json) -> Json:
        return {
            "view": self._views.publish(self._workspace.person(_need(args, "user_id")).id, self._view(args, "home"))
        }

    def _dialog(self, args: Json, show: Callable[[str, Json], Json]) -> Json:
        view = self._view(args, "modal")
        return {"view": show(self._triggers.spend(_need(args, "trigger_id")), view)}

    def _draft(self, args: Json, channel: str, only_for: str | None = None) -> Draft:
        self._checked(args)
        return Draft(
            channel,
            IDS.bot_user,
            args.get("text") or "",
            tuple(args.get("blocks") or ()),
            args.get("thread_ts") or None,
            args.get("metadata"),
            only_for,
        )

    def _checked(self, args: Json) -> None:
        if not args.get("text") and not args.get("blocks"):
            raise SlackRefusal("no_text")
        self._check_message({key: args[key] for key in ("text", "blocks") if key in args})

    def _view(self, args: Json, kind: str) -> Json:
        view: Any = args.get("view")
        if not isinstance(view, dict):
            raise SlackRefusal("invalid_arguments", "missing required field: view")
        if view.get("type") != kind:
            raise SlackRefusal("invalid_arguments", f"a view of type {kind} is expected here")
        self._check_view(view)
        return view

    def _own(self, args: Json) -> Message:
        message = self._workspace.message(_need(args, "channel"), _need(args, "ts"))
        if message.user != IDS.bot_user or message.only_for:
            raise SlackRefusal("cant_update_message")
        return message


def _need(args: Json, name: str) -> str:
    value = args.get(name)
    if not isinstance(value, str) or not value:
        raise SlackRefusal("invalid_arguments", f"missing required field: {name}")
    return value


def _identity() -> Json:
    return {
        "url": "https://vendor-demo.slack.invalid/",
        "team": "Vendor",
        "team_id": IDS.team,
        "user": "tierline",
        "user_id": IDS.bot_user,
        "bot_id": IDS.bot,
        "is_enterprise_install": False,
    }


def _posted(message: Message) -> Json:
    return {"channel": message.channel, "ts": message.ts, "message": message.as_slack()}


def _page(messages: Iterable[Message], args: Json) -> Json:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999.999999")
    including = str(args.get("inclusive") or "").lower() in ("1", "true")
    within = [each for each in messages if oldest < each.ts < latest or (including and each.ts in (oldest, latest))]
    start, size = int(args.get("cursor") or 0), min(int(args.get("limit") or PAGE), 999)
    shown = [each.as_slack() for each in within[start : start + size]]
    if str(args.get("include_all_metadata") or "").lower() not in ("1", "true"):
        for message in shown:
            message.pop("metadata", None)
    more = start + size < len(within)
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + size) if more else ""},
    }


def _channel(channel: Channel) -> Json:
    shared = dict.fromkeys(("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared"), False)
    if channel.shared:
        shared |= {"is_shared": True, "is_ext_shared": True}
    body: Json = {"id": channel.id, "is_archived": False, "context_team_id": IDS.team, **shared}
    if channel.direct_with:
        return body | {"is_im": True, "is_channel": False, "user": channel.direct_with}
    return body | {"name": channel.name, "is_im": False, "is_channel": True, "is_private": False, "is_member": True}


def _user(person: Person) -> Json:
    profile = {"real_name": person.name, "display_name": person.handle, "title": person.title, "email": person.email}
    return {
        "id": person.id,
        "team_id": person.team,
        "name": person.handle,
        "real_name": person.name,
        "tz": person.zone,
        "profile": profile if person.email else {key: profile[key] for key in profile if key != "email"},
        "is_bot": person.bot,
        "deleted": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_stranger": person.team != IDS.team,
    }
