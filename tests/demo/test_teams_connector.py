"""The played Bot Connector answers like the real one: messages, threads, edits, rosters, refusals, tokens."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.ids import COLLEAGUES, IDS, PEOPLE
from bot.demo.page_doors import MORNING
from bot.demo.teams.board import TeamsRefusal
from bot.demo.teams.cards import ADAPTIVE, MOST_BYTES, notices, refuse
from bot.demo.teams.ids import APP, ROOMS, TEAMS, TENANT, chat_of, object_of, user_of
from bot.demo.teams.signing import ISSUER, Signer
from tests.demo.small_bot import ANSWER, card, words
from tests.demo.teams_playing import Playing, playing
from tests.demo.visitor import Visitor

PAM = next(each for each in PEOPLE if each.id == IDS.pam)
ANN = next(each for each in PEOPLE if each.id == IDS.ann)
GUS = next(each for each in PEOPLE if each.id == IDS.gus)

Json = dict[str, Any]

FIELDS = ("type", "version", "body", "actions", "items", "columns", "card", "selectAction", "text", "id", "attachments")


@pytest.fixture(scope="module")
def play() -> Iterator[Playing]:
    with playing() as running:
        yield running


@pytest.fixture
def connector(play: Playing) -> Iterator[httpx.Client]:
    with play.connector() as client:
        yield client


def at_page(play: Playing, user: str) -> Visitor:
    return Visitor(play.url, user, page="/teams", api="/demo/api/teams/")


def post(connector: httpx.Client, conversation: str, **message: Any) -> httpx.Response:
    return connector.post(f"/conversations/{conversation}/activities", json={"type": "message"} | message)


def until(play: Playing, fits: Any) -> Any:
    """What the page comes to show; fails after a while."""
    for _ in range(100):
        found = fits()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def test_a_post_in_a_channel_is_answered_in_its_thread_and_can_be_rewritten_and_taken_away(
    play: Playing, connector: httpx.Client
) -> None:
    root = post(connector, TEAMS.deal_desk, text="A new registration")
    assert root.status_code == 201
    thread = f"{TEAMS.deal_desk};messageid={root.json()['id']}"
    reply = post(connector, thread, text="Approved").json()["id"]
    pam = at_page(play, IDS.pam)
    shown = {each["id"]: each for each in pam.messages(TEAMS.deal_desk)}
    assert shown[reply]["thread"] == root.json()["id"]
    assert shown[root.json()["id"]]["thread"] is None
    one = f"/conversations/{TEAMS.deal_desk}/activities/{reply}"
    assert connector.put(one, json={"type": "message", "text": "Declined"}).json() == {"id": reply}
    shown = {each["id"]: each for each in pam.messages(TEAMS.deal_desk)}
    assert (shown[reply]["text"], shown[reply]["edited"]) == ("Declined", True)
    assert shown[reply]["thread"] == root.json()["id"]
    assert connector.delete(one).status_code == 200
    assert reply not in [each["id"] for each in pam.messages(TEAMS.deal_desk)]
    assert connector.delete(one).json()["error"]["code"] == "ActivityNotFoundInConversation"


def test_a_reply_to_an_activity_stays_outside_of_threads_unless_the_conversation_names_one(
    play: Playing, connector: httpx.Client
) -> None:
    root = post(connector, TEAMS.deal_desk, text="root").json()["id"]
    address = f"/conversations/{TEAMS.deal_desk}/activities/{root}"
    answer = connector.post(address, json={"type": "message", "text": "beside it", "replyToId": root}).json()["id"]
    shown = {each["id"]: each for each in at_page(play, IDS.pam).messages(TEAMS.deal_desk)}
    assert shown[answer]["thread"] is None


def test_a_personal_chat_is_made_for_a_member_known_by_either_id(play: Playing, connector: httpx.Client) -> None:
    for known in (user_of(PAM), object_of(PAM)):
        body = {"bot": {"id": f"28:{APP}"}, "members": [{"id": known}], "tenantId": TENANT, "isGroup": False}
        made = connector.post("/conversations", json=body)
        assert (made.status_code, made.json()["id"]) == (201, chat_of(PAM))
    assert post(connector, chat_of(PAM), text="Good morning").status_code == 201
    assert at_page(play, IDS.pam).messages(chat_of(PAM))[-1]["text"] == "Good morning"
    assert at_page(play, IDS.dana).messages(chat_of(PAM)) == []


def test_a_manager_whom_nobody_plays_has_a_chat_too(connector: httpx.Client) -> None:
    body = {"members": [{"id": object_of(COLLEAGUES[0])}], "channelData": {"tenant": {"id": TENANT}}}
    assert connector.post("/conversations", json=body).json() == {"id": chat_of(COLLEAGUES[0])}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"members": [{"id": user_of(PAM)}, {"id": user_of(ANN)}], "isGroup": True, "tenantId": TENANT}, 400),
        ({"members": [{"id": "29:nobody"}], "tenantId": TENANT}, 404),
        ({"members": [{"id": user_of(ANN)}], "tenantId": TENANT}, 403),
        ({"members": [{"id": user_of(PAM)}], "tenantId": "another"}, 403),
        ({}, 400),
    ],
)
def test_what_an_app_may_not_create_is_refused(connector: httpx.Client, body: Json, status: int) -> None:
    assert connector.post("/conversations", json=body).status_code == status


def test_a_new_post_in_a_channel_is_created_with_its_first_message(play: Playing, connector: httpx.Client) -> None:
    message = {"type": "message", "text": "Review next week"}
    body = {"isGroup": True, "channelData": {"channel": {"id": TEAMS.pipeline_reviews}}, "activity": message}
    made = connector.post("/conversations", json=body).json()
    assert made["id"] == f"{TEAMS.pipeline_reviews};messageid={made['activityId']}"
    assert post(connector, made["id"], text="and its reply").status_code == 201
    assert at_page(play, IDS.sam).messages(TEAMS.pipeline_reviews)[-1]["thread"] == made["activityId"]


def test_the_roster_says_who_is_a_guest_and_who_is_of_another_organization(connector: httpx.Client) -> None:
    members = connector.get(f"/conversations/{TEAMS.with_acme}/pagedmembers").json()["members"]
    by_name = {each["name"]: each for each in members}
    assert by_name["Ann Alvarez"]["tenantId"] != TENANT
    assert (by_name["Gus Berg"]["tenantId"], by_name["Gus Berg"]["userRole"]) == (TENANT, "guest")
    assert by_name["Pam Ortiz"]["email"] == PAM.email
    desk = connector.get(f"/conversations/{TEAMS.deal_desk}/members").json()
    assert not {"Ann Alvarez", "Gus Berg", "Tierline"} & {each["name"] for each in desk}
    one = connector.get(f"/conversations/{TEAMS.with_acme}/members/{object_of(ANN)}").json()
    assert one == by_name["Ann Alvarez"]
    away = connector.get(f"/conversations/{TEAMS.deal_desk}/members/{user_of(ANN)}")
    assert (away.status_code, away.json()["error"]["code"]) == (404, "MemberNotFoundInConversation")


def test_a_team_lists_its_channels(connector: httpx.Client) -> None:
    assert connector.get(f"/teams/{TEAMS.team}").json()["name"] == "Partner program"
    channels = connector.get(f"/teams/{TEAMS.team}/conversations").json()["conversations"]
    kinds = {each["name"]: each["type"] for each in channels}
    assert (kinds["With Acme"], kinds["Deal desk"], kinds[None]) == ("shared", "standard", "standard")
    assert connector.get("/teams/19:other@thread.tacv2").status_code == 404


def test_ids_have_the_shapes_of_teams() -> None:
    assert len({each.id for each in ROOMS}) == len(ROOMS)
    assert user_of(PAM).startswith("29:1")
    assert chat_of(PAM).startswith("a:1")
    assert TEAMS.deal_desk.startswith("19:")
    assert TEAMS.deal_desk.endswith("@thread.tacv2")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic connector-token"])
def test_whoever_does_not_hold_the_token_is_refused(play: Playing, header: str) -> None:
    address = f"{play.teams.service_url}v3/conversations/{TEAMS.deal_desk}/activities"
    answer = httpx.post(address, json={"type": "message", "text": "forged"}, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json() == {"message": "Authorization has been denied for this request."}


def test_no_web_page_can_act_as_the_bot_even_with_its_token(play: Playing, connector: httpx.Client) -> None:
    address = f"/conversations/{TEAMS.deal_desk}/activities"
    answer = connector.post(address, json={"text": "forged"}, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.text) == (403, "Only the app may do this, not a web page.")


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        ({}, 400, "BadSyntax"),
        ({"text": "x" * (MOST_BYTES // 2)}, 413, "MessageSizeTooBig"),
        ({"attachments": [card({"type": "Foo"})]}, 400, "BadArgument"),
        ({"attachments": [card({"type": "Container", "items": [{"type": "Foo"}]})]}, 400, "BadArgument"),
        ({"attachments": [card(actions=({"type": "Action.Jump"},))]}, 400, "BadArgument"),
        ({"attachments": [card({"type": "Input.Text"})]}, 400, "BadArgument"),
        ({"attachments": [card(actions=({"type": "Action.Submit", "data": "words"},))]}, 400, "BadArgument"),
        ({"attachments": [{"contentType": "application/pdf", "content": {}}]}, 400, "BadArgument"),
        ({"attachments": ["words"]}, 400, "BadArgument"),
    ],
)
def test_a_message_that_teams_would_not_take_is_refused(
    connector: httpx.Client, message: Json, status: int, code: str
) -> None:
    answer = post(connector, TEAMS.deal_desk, **message)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("raw", ["{", "[]", "[" * 100_000, "null"])
def test_a_body_that_is_no_object_is_refused(connector: httpx.Client, raw: str) -> None:
    answer = connector.post(f"/conversations/{TEAMS.deal_desk}/activities", content=raw)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadSyntax")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING), ANYTHING)
def test_no_message_is_too_odd_to_be_judged(message: Json, content: Any) -> None:
    for each in (message, {"attachments": [{"contentType": ADAPTIVE, "content": content}]}):
        with suppress(TeamsRefusal):
            refuse(each)
            assert isinstance(notices(each), list)


def test_what_arrives_badly_is_remarked_in_the_inspector(play: Playing, connector: httpx.Client) -> None:
    many = tuple({"type": "Action.OpenUrl", "title": str(n), "url": "https://a.example"} for n in range(7))
    assert post(connector, TEAMS.deal_desk, attachments=[card(words("x"), actions=many)]).status_code == 201
    assert at_page(play, IDS.pam).sees()["traffic"][-1]["problem"] == "card: 7 actions, Teams shows 6"
    assert notices({"attachments": [card({"type": "Badge", "text": "x"})]}) == [
        "card.body[0]: Badge without a fallback"
    ]
    assert "28,000" in notices({"text": "x" * 15_000})[0]
    assert notices({"attachments": [ANSWER]}) == []


def test_an_element_that_is_not_known_may_have_a_fallback(connector: httpx.Client) -> None:
    later = {"type": "Chart.Donut2", "fallback": words("75 %")}
    assert post(connector, TEAMS.deal_desk, attachments=[card(later)]).status_code == 201


def test_a_chat_that_the_bot_was_removed_from_is_closed_to_it(play: Playing, connector: httpx.Client) -> None:
    sam = at_page(play, IDS.sam)
    room = chat_of(next(each for each in PEOPLE if each.id == IDS.sam))
    assert sam.does("install", room=room, remove=True) == {"ok": True}
    answer = post(connector, room, text="still there?")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "ConversationBlockedByUser")
    assert "not installed" in sam.does("say", room=room, text="hello")["problem"]
    assert [each["action"] for each in play.bot.heard if each["type"] == "installationUpdate"][-1] == "remove"
    assert sam.does("install", room=room) == {"ok": True}
    assert post(connector, room, text="back again").status_code == 201


def test_nobody_may_rewrite_what_a_person_said(play: Playing, connector: httpx.Client) -> None:
    pam = at_page(play, IDS.pam)
    pam.does("say", room=TEAMS.deal_desk, text="my own words")
    said = pam.messages(TEAMS.deal_desk)[-1]["id"]
    one = f"/conversations/{TEAMS.deal_desk}/activities/{said}"
    assert connector.put(one, json={"type": "message", "text": "forged"}).status_code == 403
    assert connector.delete(one).status_code == 403


def test_every_activity_carries_a_token_that_the_published_keys_prove(play: Playing) -> None:
    metadata = httpx.get(play.teams.openid_url).json()
    keys = httpx.get(metadata["jwks_uri"]).json()
    assert keys["keys"][0]["endorsements"] == ["msteams"]
    token = Signer().token(APP, play.teams.service_url, int(time.time()))
    with pytest.raises(KeyError):
        jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]  # another key is not among them
    pam = at_page(play, IDS.pam)
    assert pam.does("say", room=chat_of(PAM), text="hello") == {"ok": True}  # the bot has checked it with PyJWT


def test_a_token_names_its_issuer_audience_and_connector_and_ends() -> None:
    signer = Signer()
    token = signer.token("app", "http://127.0.0.1:1/connector/", int(time.time()))
    key = jwt.PyJWKSet.from_dict(signer.keys())[signer.kid]
    claims = jwt.decode(token, key, ["RS256"], audience="app", issuer=ISSUER)
    assert claims["serviceurl"] == "http://127.0.0.1:1/connector/"
    old = signer.token("app", "x", int(time.time()) - 7200)
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(old, key, ["RS256"], audience="app")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token[:-8] + "AAAAAAAA", key, ["RS256"], audience="app")


def test_the_clock_is_one_for_slack_and_teams(play: Playing) -> None:
    before = play.clock.now()
    assert at_page(play, IDS.pam).does("clock", step="morning") == {"ok": True}
    assert play.clock.now() > before
    slack, teams = Visitor(play.url, IDS.pam).sees(), at_page(play, IDS.pam).sees()
    assert abs(slack["clock"]["now"] - teams["clock"]["now"]) < 5
    assert MORNING.hour == 9
    assert slack["beside"] is True
