"""What the Teams page calls: `/demo/api/teams/events` to listen, `/demo/api/teams/<verb>` to do."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.demo.events import Event
from bot.demo.page_doors import PageDoors
from bot.demo.teams.board import Board, TeamsRefusal
from bot.demo.teams.hands import Hands, sentence
from bot.demo.traffic import Traffic

PATH = "/demo/api/teams/"


class PageApi(PageDoors[TeamsRefusal]):
    """Answers the page; `suggestions` are questions worth trying, `advance` moves the demo's clock."""

    def __init__(
        self,
        board: Board,
        traffic: Traffic,
        hands: Hands,
        advance: Callable[[datetime], None],
        suggestions: Sequence[str],
    ) -> None:
        pressed = ("user", "room", "message", "data")
        verbs = {
            "say": (hands.say, ("user", "room", "text")),
            "submit": (hands.submit, pressed),
            "execute": (hands.execute, ("user", "room", "message", "action")),
            "fetch": (hands.fetch, pressed),
            "dialog": (hands.dialog, pressed),
            "search": (hands.search, ("user", "room", "message", "dataset", "text")),
            "install": (hands.install, ("user", "room")),
        }
        super().__init__(PATH, board, verbs, advance, TeamsRefusal, sentence)
        self._board = board
        self._traffic = traffic
        self._suggestions = list(suggestions)

    def state(self, user: str) -> Event:
        return self._board.state(user, {"traffic": self._traffic.last(), "suggestions": self._suggestions})
