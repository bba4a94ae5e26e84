"""What a person does in Slack, turned into the requests that Slack would send and what it would do with the answers."""

from collections.abc import Callable
from typing import Any

from bot.demo import payloads
from bot.demo.answers import DONE
from bot.demo.app_link import AppLink
from bot.demo.events import Json
from bot.demo.ids import CHANNELS, IDS, Channel
from bot.demo.tickets import AnswerAddresses, Triggers
from bot.demo.views import Views
from bot.demo.workspace import Draft, SlackRefusal, Workspace


class Hands:
    """Everything the page can ask for; each method takes and gives plain JSON.

    A result has `ok`; where it is false, `problem` is a sentence for the person. `answer_url` makes an address out of
    the secret part of an answer address.
    """

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        triggers: Triggers,
        addresses: AnswerAddresses,
        app: AppLink,
        answer_url: Callable[[str], str],
    ) -> None:
        self._workspace = workspace
        self._views = views
        self._triggers = triggers
        self._addresses = addresses
        self._app = app
        self._answer_url = answer_url

    def say(self, ask: Json) -> Json:
        """Write a message; the app hears it in its direct line, or where it is mentioned."""
        person, channel = self._workspace.person(ask["user"]), self._workspace.channel(ask["channel"])
        message = self._workspace.post(Draft(channel.id, person.id, ask["text"], thread_ts=ask.get("thread_ts")))
        if channel.direct_with:
            heard = payloads.said(message, "message", "im")
        elif f"<@{IDS.bot_user}>" in message.text:
            heard = payloads.said(message, "app_mention", "channel")
        else:
            return DONE
        return self._app.event(payloads.event(heard, int(float(message.ts)), shared=channel.shared)).result()

    def command(self, ask: Json) -> Json:
        """Send a slash command; what the app answers at once is shown to the asker, or to all if it says so."""
        person, channel = self._workspace.person(ask["user"]), self._workspace.channel(ask["channel"])
        words = f"{ask['command']} {ask['text']}".strip()
        self._workspace.post(Draft(channel.id, person.id, words, only_for=person.id, command=True))
        url = self._answer_url(self._addresses.issue(channel.id, person.id))
        trigger = self._triggers.issue(person.id)
        fields = payloads.slash_command(person, channel, ask["command"], ask["text"], trigger, url)
        answer = self._app.command(ask["command"], fields)
        if not answer.problem:
            self._show_at_once(channel, person.id, answer.body)
        return answer.result()

    def press(self, ask: Json) -> Json:
        """Use a button or menu in a message, a dialog or the Home tab."""
        person = self._workspace.person(ask["user"])
        action = ask["action"] | {"action_ts": f"{self._workspace.now().timestamp():.6f}"}
        trigger = self._triggers.issue(person.id)
        if "view" in ask:
            view = self._views.get(person.id, ask["view"])
            payload = payloads.view_action(person, view, ask.get("values", {}), action, trigger)
        else:
            channel = self._workspace.channel(ask["channel"])
            message = self._workspace.message(channel.id, ask["ts"])
            key = self._addresses.issue(channel.id, person.id, message.ts, message.thread_ts)
            url = self._answer_url(key)
            payload = payloads.message_action(person, channel, message, action, trigger, url)
        return self._app.interaction(payload).result()

    def shortcut(self, ask: Json) -> Json:
        """Choose a global shortcut."""
        person = self._workspace.person(ask["user"])
        moment = f"{self._workspace.now().timestamp():.6f}"
        payload = payloads.shortcut(person, ask["callback_id"], self._triggers.issue(person.id), moment)
        return self._app.interaction(payload).result()

    def submit(self, ask: Json) -> Json:
        """Send a dialog off. `errors` (by block) in the result keep it open with what was typed."""
        person = self._workspace.person(ask["user"])
        view = self._views.get(person.id, ask["view"])
        trigger = self._triggers.issue(person.id)
        answer = self._app.interaction(payloads.submission(person, view, ask["values"], trigger))
        if answer.problem:
            return answer.result()
        return self._after_submission(person.id, view, answer.body if isinstance(answer.body, dict) else {})

    def close(self, ask: Json) -> Json:
        """Close the dialog on top; the app hears of it if it asked to."""
        person = self._workspace.person(ask["user"])
        view = self._views.get(person.id, ask["view"])
        self._views.close(person.id)
        if view.get("notify_on_close"):
            return self._app.interaction(payloads.closing(person, view, cleared=False)).result()
        return DONE

    def options(self, ask: Json) -> Json:
        """What a search field offers for the characters typed: `options` or `option_groups`."""
        person = self._workspace.person(ask["user"])
        if "view" in ask:
            container: Json = {"view": self._views.get(person.id, ask["view"])}
            container["container"] = {"type": "view", "view_id": ask["view"]}
        else:
            channel = self._workspace.channel(ask["channel"])
            message = self._workspace.message(channel.id, ask["ts"])
            container = {"channel": {"id": channel.id, "name": channel.name}, "message": message.as_slack()}
            container["container"] = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        payload = payloads.suggestion(person, container, ask["block_id"], ask["action_id"], ask["value"])
        answer = self._app.interaction(payload)
        found = answer.body if isinstance(answer.body, dict) else {}
        return answer.result() | {key: found[key] for key in ("options", "option_groups") if key in found}

    def home(self, ask: Json) -> Json:
        """Look at the app's Home tab."""
        return self._look(ask, "home", self._views.home(ask["user"]))

    def messages(self, ask: Json) -> Json:
        """Look at the app's Messages tab, the direct line to it."""
        return self._look(ask, "messages", None)

    def _look(self, ask: Json, tab: str, view: Json | None) -> Json:
        person = self._workspace.person(ask["user"])
        direct = next(each for each in CHANNELS if each.direct_with == person.id)
        now = self._workspace.now().timestamp()
        opened = payloads.tab_opened(person, direct, tab, view, f"{now:.6f}")
        return self._app.event(payloads.event(opened, int(now))).result()

    def _show_at_once(self, channel: Channel, user: str, body: Any) -> None:
        if isinstance(body, str) and body:
            body = {"text": body}
        if isinstance(body, dict) and (body.get("text") or body.get("blocks")):
            only_for = None if body.get("response_type") == "in_channel" else user
            blocks = tuple(body.get("blocks") or ())
            self._workspace.post(Draft(channel.id, IDS.bot_user, body.get("text") or "", blocks, only_for=only_for))

    def _after_submission(self, user: str, view: Json, body: Json) -> Json:
        match body.get("response_action"):
            case "errors":
                return {"ok": False, "errors": body.get("errors", {})}
            case "update":
                self._views.update(body["view"], view_id=view["id"])
            case "push":
                self._views.push(user, body["view"])
            case "clear":
                self._views.close(user, everything=True)
            case None:
                self._views.close(user)
            case other:
                return {"ok": False, "problem": f"Tierline answered with an unknown response_action: {other}."}
        return DONE


def sentence(refusal: SlackRefusal) -> str:
    """What a refusal means to the person at the page."""
    known = {
        "message_not_found": "This message is no longer there.",
        "not_found": "This dialog is no longer open.",
        "push_limit_reached": "No further dialog fits on top of this one.",
    }
    return known.get(refusal.code, f"That is not possible here ({refusal.code}).")
