"""People of another company, guests and hostile names: what they get, and what their words can do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers.portfolio import portfolio_vocabulary
from programs.catalog import Catalog
from store.engine import open_store
from store.portfolio.importing import import_portfolio
from tests.house.test_deals import DEAL
from tests.support.desk import NOW, PORTFOLIO, write_folder
from tests.support.house import DEALS, MONDAY, REVIEWS, House, Member, button, buttons
from tests.support.slack import TEAM
from tests.support.workspace import Workspace

EVIL = "<!channel> & <https://evil|ok>"
FIGURES = ("Bronze", "Segment", "OPP-", "$", "Acme", "Globex", "DR-1001", "Initrode")
REFUSAL = "vendor's own staff only"
UNVERIFIED = "I cannot check who you are just now: Slack did not tell me. Try again in a minute."


@pytest.fixture(params=["another team", "a guest of ours", "a deactivated person"])
def eve(request: pytest.FixtureRequest, house: House, slack: Workspace) -> Member:
    """Somebody who is no member of our workspace, in three ways."""
    if request.param == "another team":
        return house.member("U0EVE", "T9OTHER")
    flag = {"a guest of ours": "is_ultra_restricted", "a deactivated person": "deleted"}[request.param]
    slack.people["U0EVE"] = {"id": "U0EVE", flag: True, "profile": {"real_name": "Eve"}}
    return house.member("U0EVE")


def test_an_outsider_gets_nothing_anywhere(house: House, pam: Member, eve: Member, slack: Workspace) -> None:
    form = pam.form()
    pam.send(form, DEAL)
    card = slack.message(DEALS, "DR-1001")
    shown = pam.say("/partner tier Acme")
    house.tick()  # digests of our own people may come on the way
    house.delivered()
    seen = len(slack.calls)
    told = [eve.say("/partner tier Acme"), eve.say("/partner register Acme"), eve.send(form, DEAL)]
    for message, label in ((shown, "Evidence"), (shown, "Share here"), (card, "Approve"), (card, "Decline")):
        eve.click(message, label)
    eve.shortcut("register_deal")
    eve.press("reviews.held#1", "acme|twilio-segment-2024|pipeline_review|2024-07-18")
    assert eve.suggest("partners.search", "a").json() == {"options": []}
    eve.event({"type": "app_home_opened", "user": "U0EVE", "channel": "D0EVE", "tab": "home"} | eve.team())
    eve.mention("what tier is Acme")
    eve.direct("what tier is Acme")
    slack.message("C0CHAN", REFUSAL)
    slack.message("DU0EVE", REFUSAL)
    slack.wait("hook", 5)
    slack.wait("views.publish")
    house.delivered()
    words = json.dumps([*told, *(call.body for call in slack.calls[seen:])])
    assert [figure for figure in FIGURES if figure in words] == []
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]
    assert len(house.audit("registration:DR-1001")) == 1


def test_in_a_large_organization_an_outsider_stays_one(open_house: Callable[..., House], slack: Workspace) -> None:
    """The organization around an event or a button is that of the installation, not of the person who acts."""
    slack.answers["auth.test"] = {"enterprise_id": "E0OURS"}
    house = open_house()
    eve = house.member("U0EVE", "T9OTHER")
    eve.mention("what tier is Acme", enterprise_id="E0OURS")
    assert REFUSAL in slack.message("C0CHAN", "I ")["text"]
    eve.press("tiers.evidence#1", "tier|acme|twilio-segment-2024||2024-07-15", enterprise={"id": "E0OURS"})
    assert REFUSAL in slack.wait("hook")["text"]
    eve.event({"type": "app_home_opened", "user": "U0EVE", "tab": "home"} | eve.team(), enterprise_id="E0OURS")
    assert REFUSAL in json.dumps(slack.wait("views.publish"))
    assert "Bronze" in house.member("U0PAM").say("/partner tier Acme")["text"]


def test_somebody_of_another_company_is_an_outsider_even_when_the_payload_names_our_team(
    house: House, slack: Workspace
) -> None:
    slack.people["U0EVE"] = {"id": "U0EVE", "team_id": "T9OTHER", "is_stranger": False, "profile": {"real_name": "Eve"}}
    eve = house.member("U0EVE")
    assert REFUSAL in eve.say("/partner tier Acme")["text"]
    eve.event({"type": "app_home_opened", "user": "U0EVE", "channel": "D0EVE", "tab": "home"})
    assert REFUSAL in json.dumps(slack.wait("views.publish"))


@pytest.fixture
def hostile(database: str, tmp_path: Path) -> str:
    """A portfolio with a partner whose name is a trap, with a review on Thursday."""
    rows = {
        "partners.csv": f"evil,{EVIL},Evil,,active\nlong,{'Very ' * 35}Long,Long,,active\n",
        "enrollments.csv": "evil,twilio-segment-2024,bronze,2024-03-01,2023-02-01,<!here>@vendor.example\n"
        "long,twilio-segment-2024,bronze,2024-03-01,2023-02-01,pam@vendor.example\n",
        "opportunities.csv": "OPP-9,<!here> *bold* <@U0SAM>,closed_won,1000,,USD,2024-05-01\n",
        "opportunity_partners.csv": "OPP-9,evil,resold,2024-01-01\n",
        "agreements.csv": "evil,baseline,2023-02-01,\n",
        "meetings.csv": "evil,twilio-segment-2024,pipeline_review,2024-07-18,,<!everyone>\n",
    }
    folder = write_folder(tmp_path / "hostile", {name: PORTFOLIO[name] + more for name, more in rows.items()})
    store = open_store(database)
    import_portfolio(store, folder, portfolio_vocabulary(Catalog.load()), at=NOW, actor="test")
    store.close()
    return database


def test_a_hostile_name_stays_words_on_every_way_out(
    hostile: str, open_house: Callable[..., House], slack: Workspace
) -> None:
    """Each thing that leaves is held against Slack's limits and markup when the test ends."""
    house = open_house(database=hostile)
    noa, dana = house.member("U0NOA"), house.member("U0DANA")
    escaped = "&lt;!channel&gt; &amp; &lt;https://evil|ok&gt;"
    for ask in (
        "tier Evil",
        "gap Evil silver",
        "tier Long",
        "gap Long silver",
        "tier <!channel>",
        "tier &lt;!here&gt;",
    ):
        shown = noa.say(f"/partner {ask}")
        for label in {"Evidence", "Share here"} & set(buttons(shown)):
            noa.click(shown, label)
    assert escaped in noa.say("/partner tier Evil")["text"].split("\n")[0]
    noa.command("register Evil <!here|x>")
    assert EVIL in json.dumps(slack.wait("views.open")["view"])
    found = noa.suggest("partners.search", "evil").json()
    assert found["options"][0]["text"] == {"type": "plain_text", "text": EVIL, "emoji": False}
    deal = DEAL | {"partner": "evil", "customer": "<!everyone> & <@U0SAM|x>", "evidence": "*<!here>* `x`\n> <@U0SAM>"}
    noa.send(slack.wait("views.open")["view"], deal)
    card = slack.message(DEALS, escaped)
    assert EVIL in json.dumps(button(card, "Approve")["confirm"])
    dana.click(card, "Decline")
    dana.send(slack.wait("views.open", 2)["view"], {"reason": "<!channel> <https://evil|ok>"})
    assert slack.message("DU0NOA", "is declined")
    noa.mention(f"what tier is {EVIL}")
    noa.direct("what tier is <https://evil.example|Evil>")
    noa.event({"type": "app_home_opened", "user": noa.user, "channel": "D0NOA", "tab": "home"})
    slack.wait("views.publish")
    house.clock.move_to(MONDAY.replace(day=17))
    house.tick()
    assert slack.message(REVIEWS, escaped)
    house.delivered()
    assert "cannot be shown" not in json.dumps([call.body for call in slack.left()])


def test_a_name_typed_by_somebody_else_does_not_reach_the_answer_as_markup(pam: Member) -> None:
    shown = pam.say("/partner what tier is &lt;@UEVIL&gt; *Nirvana*")
    assert "There is no partner “UEVIL Nirvana”" in shown["text"]
    assert "<" not in shown["text"]
    shown = pam.say("/partner what tier is Zork &amp;lt;@UEVIL&amp;gt; Nirvana")
    assert "There is no partner “Zork &lt;@UEVIL&gt; Nirvana”" in shown["text"]
    assert "<" not in shown["text"]


def test_the_team_decides_not_a_field_that_the_person_could_fill(house: House, slack: Workspace) -> None:
    eve: dict[str, Any] = {"id": "U0DANA", "name": "Dana Ruiz", "team_id": "T9OTHER"}
    house.member("U0PAM").press("deals.approve#1", "DR-1001|1", user=eve, team={"id": TEAM})
    assert REFUSAL in slack.wait("hook")["text"]


def test_while_slack_does_not_say_who_somebody_is_only_people_seen_before_are_answered(
    house: House, pam: Member, dana: Member, slack: Workspace
) -> None:
    """Only users.info tells a guest from a member, so whoever was never looked up gets nothing, approver or not."""
    pam.send(pam.form(), DEAL)
    card = slack.message(DEALS, "DR-1001")
    slack.errors["users.info"] = "internal_error"
    assert "Bronze" in pam.say("/partner tier Acme")["text"]
    assert dana.say("/partner tier Acme")["text"] == UNVERIFIED
    dana.click(card, "Approve")
    assert slack.wait("hook")["text"] == UNVERIFIED
    dana.mention("what tier is Acme")
    assert slack.message("C0CHAN", UNVERIFIED)
    assert house.registrations() == [("DR-1001", "Initrode", "submitted")]
