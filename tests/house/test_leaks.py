"""The leak test once more, through signed requests: what reaches Slack, what is answered, what is logged."""

import json
import logging
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store.records import ChannelBinding
from tests.leaks.marked import NOW, OTHER, OWN, PORTFOLIO, mark_decisions, marks
from tests.leaks.test_answers import OWN_WORDS, VALUES
from tests.support.desk import fill_database, open_desk
from tests.support.house import House, Member
from tests.support.slack import TEAM
from tests.support.workspace import Workspace

GUEST = {"id": "U0GUEST", "is_restricted": True, "profile": {"real_name": "Gus", "email": "gus@acme.example"}}
ROUTES = (
    *("tiers.evidence", "deals.open", "deals.approve", "deals.show", "reviews.held", "ask", "ask.share", "staff.list"),
    *("portfolio.csv", "deals.decline", "channels.list"),
)
MENTIONED = ("what tier are we in", "status of DR-1", "all registrations", "tier Zqalias", "our pipeline")


@pytest.fixture(scope="session")
def marked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    file = fill_database(folder, PORTFOLIO)
    with closing(open_desk(file).store) as store:
        mark_decisions(store)
        with store.write() as work:
            work.bindings.bind(ChannelBinding(TEAM, "C0CHAN", OWN, "test", NOW))
    return file


@pytest.fixture
def marked(marked_file: Path, tmp_path: Path, slack: Workspace, open_house: Callable[..., House]) -> House:
    slack.foreign.add("C0CHAN")
    slack.people["U0GUEST"] = GUEST
    return open_house(database=f"sqlite:///{shutil.copy(marked_file, tmp_path / 'marked.db')}")


def everything(member: Member, channel: str) -> list[str]:
    """What one person can do in a channel and outside of it; gives what is answered at once."""
    shared = {"is_ext_shared_channel": True}
    who = {"user_id": member.user, "team_id": member.team()["team"], "channel_id": channel}
    answers = [member.command(words, **who) for words in OWN_WORDS]
    for number, words in enumerate(MENTIONED):  # each is a message, and Slack takes one a second
        answers.append(member.mention(words, channel=channel, event_id=f"Ev{member.user}{number}", **shared))
    answers += [member.direct(words, event_id=f"EvD{member.user}{words}") for words in MENTIONED[:2]]
    answers += [member.press(route, value) for route in ROUTES for value in VALUES]
    answers += [member.suggest("partners.search", typed) for typed in ("", "z", "zqo", "a")]
    for tab in ("home", "messages"):
        answers.append(
            member.event({"type": "app_home_opened", "user": member.user, "tab": tab, "channel": "D1", **member.team()})
        )
    answers.append(member.shortcut("register_deal"))
    view = {
        "type": "modal",
        "callback_id": "deals.submit",
        "private_metadata": json.dumps({"partner": OTHER}),
        "blocks": [],
    }
    answers.append(member.submit(view, {"partner": {"partner": {"selected_option": {"value": OTHER}}}}))
    return [each.body.decode() for each in answers]


@pytest.mark.parametrize(
    ("user", "team", "channel"),
    [
        pytest.param("U0EVE", "T0ACME", "C0CHAN", id="the partner's person in the bound channel"),
        pytest.param("U0EVE", "T0ACME", "C0OTHER", id="the partner's person elsewhere"),
        pytest.param("U0GUEST", TEAM, "C0CHAN", id="a guest in the bound channel"),
        pytest.param("U0GUEST", TEAM, "C0OTHER", id="a guest elsewhere"),
        pytest.param("U0NOBODY", "T0EVIL", "C0CHAN", id="another company's person in the bound channel"),
    ],
)
def test_no_marked_word_leaves_by_any_door(
    marked: House, slack: Workspace, caplog: pytest.LogCaptureFixture, user: str, team: str, channel: str
) -> None:
    member = marked.member(user, team)
    marked.tick()  # what staff's channels are reminded of comes first
    marked.delivered()
    before = len(slack.calls)
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        answered = everything(member, channel)
        marked.delivered()
    typed = marks(" ".join((*OWN_WORDS, *VALUES, OTHER, "zqo")))
    assert marks(" ".join(answered)) == set()
    assert marks([call.body for call in slack.calls[before:]]) - typed == set()
    assert marks(caplog.text) - typed == set()
    told = [message["text"] for message in slack.said.get(channel, [])]
    assert any("Acme Communications is Bronze" in each for each in told) is (channel == "C0CHAN")
