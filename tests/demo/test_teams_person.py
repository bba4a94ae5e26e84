"""What a person does in the played Teams reaches the bot as Teams would send it, and its answers come back."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from bot.demo.ids import IDS, PEOPLE
from bot.demo.teams.ids import APP, TEAMS, TENANT, chat_of, object_of, user_of
from tests.demo.teams_playing import Playing, playing
from tests.demo.visitor import Visitor

Found = TypeVar("Found")
Json = dict[str, Any]

PAM, DANA, ANN = (next(each for each in PEOPLE if each.id == wanted) for wanted in (IDS.pam, IDS.dana, IDS.ann))
CHAT = chat_of(PAM)


@pytest.fixture(scope="module")
def play() -> Iterator[Playing]:
    with playing() as running:
        yield running


@pytest.fixture
def pam(play: Playing) -> Visitor:
    return at_page(play, IDS.pam)


def at_page(play: Playing, user: str) -> Visitor:
    return Visitor(play.url, user, page="/teams", api="/demo/api/teams/")


def soon(look: Callable[[], Found]) -> Found:
    for _ in range(100):
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def of_bot(visitor: Visitor, room: str) -> list[Json]:
    return [each for each in visitor.messages(room) if each["user"] == IDS.bot_user]


def answered(pam: Visitor) -> Json:
    """The bot's card in Pam's chat, asked for anew."""
    before = len(of_bot(pam, CHAT))
    assert pam.does("say", room=CHAT, text="tier Acme") == {"ok": True}
    soon(lambda: len(of_bot(pam, CHAT)) > before)
    return of_bot(pam, CHAT)[-1]


def test_a_message_in_the_personal_chat_says_who_and_where(play: Playing, pam: Visitor) -> None:
    pam.does("say", room=CHAT, text="hello <b>there</b>")
    heard = play.bot.heard[-1]
    assert heard["from"] == {"id": user_of(PAM), "name": "Pam Ortiz", "aadObjectId": object_of(PAM)}
    assert heard["conversation"] == {"conversationType": "personal", "tenantId": TENANT, "id": CHAT}
    assert heard["recipient"]["id"] == f"28:{APP}"
    assert heard["channelData"] == {"tenant": {"id": TENANT}}
    assert (heard["channelId"], heard["serviceUrl"]) == ("msteams", play.teams.service_url)
    assert heard["text"] == "hello <b>there</b>"
    assert heard["attachments"][0]["content"] == "<p>hello &lt;b&gt;there&lt;/b&gt;</p>"
    assert heard["entities"][0]["timezone"] == "America/Los_Angeles"
    assert heard["localTimestamp"].endswith("-08:00")


def test_a_channel_is_only_heard_where_the_bot_is_mentioned(play: Playing, pam: Visitor) -> None:
    before = len(play.bot.heard)
    pam.does("say", room=TEAMS.deal_desk, text="among ourselves")
    assert len(play.bot.heard) == before
    pam.does("say", room=TEAMS.deal_desk, text="@tierline please tell @Dana Ruiz")
    heard = play.bot.heard[-1]
    assert heard["text"] == "<at>Tierline</at> please tell <at>Dana Ruiz</at>"
    mentions = [each for each in heard["entities"] if each["type"] == "mention"]
    assert [each["mentioned"]["id"] for each in mentions] == [f"28:{APP}", user_of(DANA)]
    assert heard["conversation"]["id"] == f"{TEAMS.deal_desk};messageid={heard['id']}"
    assert heard["channelData"]["team"]["id"] == TEAMS.team
    answer = soon(lambda: of_bot(pam, TEAMS.deal_desk))[-1]
    assert (answer["thread"], answer["text"]) == (heard["id"], "I heard you")


def test_a_reply_names_the_thread_it_is_in(play: Playing, pam: Visitor) -> None:
    pam.does("say", room=TEAMS.deal_desk, text="a post")
    root = pam.messages(TEAMS.deal_desk)[-1]["id"]
    pam.does("say", room=TEAMS.deal_desk, text="@Tierline and now", thread=root)
    heard = play.bot.heard[-1]
    assert heard["conversation"]["id"] == f"{TEAMS.deal_desk};messageid={root}"
    assert heard["id"] != root
    lost = pam.does("say", room=TEAMS.deal_desk, text="@Tierline x", thread="1")
    assert lost == {"ok": False, "problem": "This message is no longer there."}


def test_a_group_chat_has_no_threads(play: Playing, pam: Visitor) -> None:
    pam.does("say", room=TEAMS.group, text="@Tierline hello")
    heard = play.bot.heard[-1]
    assert heard["conversation"]["id"] == TEAMS.group
    assert heard["conversation"]["conversationType"] == "groupChat"
    assert heard["conversation"]["isGroup"] is True


def test_a_pressed_button_replaces_the_card_for_whoever_pressed_it(play: Playing, pam: Visitor) -> None:
    pam.does("say", room=TEAMS.group, text="@Tierline tier Acme")
    shown = soon(lambda: [each for each in of_bot(pam, TEAMS.group) if each["cards"]])[-1]
    action = {"title": "Approve", "verb": "deals.approve", "data": {"value": "DR-1001"}}
    assert pam.does("execute", room=TEAMS.group, message=shown["id"], action=action) == {"ok": True}
    heard = play.bot.heard[-1]
    assert heard["name"] == "adaptiveCard/action"
    assert heard["value"] == {"action": {"type": "Action.Execute"} | action, "trigger": "manual"}
    assert heard["replyToId"] == shown["id"]
    assert of_bot(pam, TEAMS.group)[-1]["cards"][0]["body"][0]["text"] == "DR-1001 is approved"
    assert of_bot(at_page(play, IDS.dana), TEAMS.group)[-1]["cards"] == shown["cards"]


def test_a_refused_button_says_why_and_a_message_is_shown(pam: Visitor) -> None:
    shown = answered(pam)
    refused = pam.does("execute", room=CHAT, message=shown["id"], action={"verb": "break", "data": {}})
    assert refused == {"ok": False, "problem": "Only approvers may do this."}
    action = {"verb": "comment", "data": {"comment": "well"}}
    assert pam.does("execute", room=CHAT, message=shown["id"], action=action)["note"] == "Noted: well"


def test_a_plain_submit_is_a_message_without_words(play: Playing, pam: Visitor) -> None:
    shown = answered(pam)
    assert pam.does("submit", room=CHAT, message=shown["id"], data={"route": "tiers.share"}) == {"ok": True}
    heard = play.bot.heard[-1]
    assert heard["value"] == {"route": "tiers.share"}
    assert "text" not in heard
    assert heard["replyToId"] == shown["id"]
    soon(lambda: of_bot(pam, CHAT)[-1]["text"] == "Shared: tiers.share")


def test_a_dialog_complains_goes_on_and_closes(play: Playing, pam: Visitor) -> None:
    shown = answered(pam)
    where = {"room": CHAT, "message": shown["id"]}
    opened = pam.does("fetch", **where, data={"msteams": {"type": "task/fetch"}, "route": "deals.register"})
    assert opened["task"]["value"]["title"] == "Register a deal"
    assert play.bot.heard[-1]["value"]["data"]["route"] == "deals.register"
    wrong = pam.does("dialog", **where, data={"form": "t1", "customer": "Tamarind", "amount": "a lot"})
    assert "in figures" in str(wrong["task"])
    assert "Tamarind" in str(wrong["task"])
    right = pam.does("dialog", **where, data={"form": "t1", "customer": "Tamarind", "amount": "75,000"})
    assert right["task"]["value"]["title"] == "Registered"
    assert pam.does("dialog", **where, data={"close": True}) == {"ok": True}


def test_a_search_field_is_answered_for_what_was_typed(play: Playing, pam: Visitor) -> None:
    shown = answered(pam)
    found = pam.does("search", room=CHAT, message=shown["id"], dataset="partners.search#t1", text="north")
    assert found["results"] == [{"title": "Northwind Traders", "value": "nort"}]
    asked = play.bot.heard[-1]["value"]
    assert asked == {
        "queryText": "north",
        "queryOptions": {"skip": 0, "top": 15},
        "dataset": "partners.search#t1",
    }


def test_a_message_is_rewritten_in_place(pam: Visitor) -> None:
    pam.does("say", room=CHAT, text="edit it")
    soon(lambda: of_bot(pam, CHAT)[-1]["edited"])
    assert of_bot(pam, CHAT)[-1]["text"] == "**second** words"


def test_people_of_another_company_are_in_their_shared_channel_only(play: Playing) -> None:
    ann = at_page(play, IDS.ann)
    assert [each["name"] for each in ann.sees()["rooms"]] == ["With Acme"]
    away = ann.does("say", room=TEAMS.deal_desk, text="@Tierline tier Globex")
    assert away == {"ok": False, "problem": "You are not in this conversation."}
    assert ann.does("say", room=TEAMS.with_acme, text="@Tierline hello") == {"ok": True}
    assert play.bot.heard[-1]["from"]["aadObjectId"] == object_of(ANN)


def test_the_app_hears_of_every_place_it_is_installed_in(play: Playing) -> None:
    before = len(play.bot.heard)
    play.teams.install_everywhere()
    news = play.bot.heard[before:]
    installs = [each for each in news if each["type"] == "installationUpdate"]
    assert {each["conversation"]["conversationType"] for each in installs} == {"personal", "groupChat", "channel"}
    assert [
        each["conversation"]["id"] for each in installs if each["conversation"]["conversationType"] == "channel"
    ] == [TEAMS.team]
    added = [each["membersAdded"] for each in news if each["type"] == "conversationUpdate"]
    assert len(added) == len(installs)
    assert all(each == [{"id": f"28:{APP}"}] for each in added)


def test_an_app_that_cannot_be_reached_is_said_in_teams_own_words() -> None:
    with playing() as play:
        pam = at_page(play, IDS.pam)
        pam.does("say", room=CHAT, text="tier Acme")
        shown = soon(lambda: of_bot(pam, CHAT))[-1]
        play.bot.broken = True
        refused = pam.does("execute", room=CHAT, message=shown["id"], action={"verb": "x", "data": {}})
        assert refused == {"ok": False, "problem": "Something went wrong. Please try again."}


def test_what_cannot_be_read_is_refused(pam: Visitor) -> None:
    assert pam.does("say", room=CHAT)["ok"] is False
    assert pam.does("dance")["ok"] is False
    assert pam.does("execute", room=CHAT, message="1", action={})["problem"] == "This message is no longer there."
    assert Visitor.does(pam, "say", room="19:nowhere@thread.tacv2", text="x")["ok"] is False
