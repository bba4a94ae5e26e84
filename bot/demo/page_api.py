"""What the Slack page calls: `/demo/api/events` to listen, `/demo/api/<verb>` to do."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.demo.agent import Agent
from bot.demo.events import Event
from bot.demo.page_doors import PageDoors
from bot.demo.person import Hands, sentence
from bot.demo.traffic import Traffic
from bot.demo.views import Views
from bot.demo.workspace import SlackRefusal, Workspace

PATH = "/demo/api/"


class PageApi(PageDoors[SlackRefusal]):
    """Answers the page; `suggestions` are commands and questions worth trying, `beside` says that
    Teams is played here, too."""

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        traffic: Traffic,
        agent: Agent,
        hands: Hands,
        advance: Callable[[datetime], None],
        suggestions: Sequence[str],
        *,
        beside: bool = False,
    ) -> None:
        verbs = {
            "say": (hands.say, ("user", "channel", "text")),
            "command": (hands.command, ("user", "channel", "command", "text")),
            "press": (hands.press, ("user", "action")),
            "submit": (hands.submit, ("user", "view", "values")),
            "close": (hands.close, ("user", "view")),
            "options": (hands.options, ("user", "block_id", "action_id", "value")),
            "shortcut": (hands.shortcut, ("user", "callback_id")),
            "home": (hands.home, ("user",)),
            "messages": (hands.messages, ("user",)),
        }
        super().__init__(PATH, workspace, verbs, advance, SlackRefusal, sentence)
        self._workspace = workspace
        self._views = views
        self._traffic = traffic
        self._agent = agent
        self._suggestions = list(suggestions)
        self._beside = beside

    def state(self, user: str) -> Event:
        more = self._agent.state(user) | {
            "view": self._views.top(user),
            "home": self._views.home(user),
            "traffic": self._traffic.last(),
            "suggestions": self._suggestions,
            "beside": self._beside,
        }
        return self._workspace.state(user, more)
