"""A review from its reminder to its commitments, through signed requests: what is pressed, what opens, what changes."""

from datetime import timedelta

from tests.support.house import MONDAY, REVIEWS, House, Member, buttons
from tests.support.workspace import Workspace

ACME = "Pipeline review with Acme Communications"
WEDNESDAY = MONDAY.replace(day=17)
"""The day before Acme's review, which is on Thursday, July 18, 2024."""


def reminded(house: House, slack: Workspace) -> dict[str, object]:
    house.clock.move_to(WEDNESDAY)
    house.tick()
    return dict(slack.message(REVIEWS, ACME))


def test_a_review_is_moved_in_a_form_and_its_message_follows(house: House, pam: Member, slack: Workspace) -> None:
    reminder = reminded(house, slack)
    assert buttons(reminder)[:6] == ["Open the brief", "Mark as held", "Move", "Snooze", "Skip", "Add commitment"]
    pam.click(reminder, "Move")
    form = slack.wait("views.open")["view"]
    assert "Thu Jul 18, 2024" in str(form)
    refused = pam.send(form, {"day": "2024-07-16", "reason": "Travel"})
    assert refused["errors"]["day"].startswith("Choose a day from Wed Jul 17, 2024 on")
    pam.send(form, {"day": "2024-07-25", "reason": "Their director travels"}, id="V2", hash="again")
    moved = slack.message(REVIEWS, "is moved from Thu Jul 18, 2024 to Thu Jul 25, 2024 by Pam Okafor")
    assert moved["ts"] == reminder["ts"]
    house.clock.move_to(WEDNESDAY.replace(day=24))
    house.tick()
    slack.message(REVIEWS, f"{ACME} is tomorrow, Thu Jul 25")


def test_after_the_review_its_commitments_are_typed_in_lines(house: House, pam: Member, slack: Workspace) -> None:
    reminder = reminded(house, slack)
    house.clock.move_to(WEDNESDAY + timedelta(days=1))
    pam.click(reminder, "Mark as held")
    held = slack.message(REVIEWS, "recorded as held on Jul 18, 2024 by Pam Okafor")
    pam.click(held, "Decisions and commitments")
    form = slack.wait("views.open")["view"]
    wrong = pam.send(form, {"vendor": "Call them"})
    assert wrong["errors"]["vendor"].startswith("Line 1: expected what; who; by when")
    typed = {"decisions": "Stay with Initech.", "vendor": "Send the paper; Pam; Jul 24"}
    pam.send(form, typed, id="V2", hash="again")
    slack.wait_for("the decision", lambda: "Stay with Initech." in str(slack.said[REVIEWS]))
    shown = pam.say("/partner commitments Acme")
    assert shown["text"] == "1 commitment is open with Acme Communications."
    pam.click(shown, "Done: Send the paper")
    assert "Done: Send the paper (Pam, for Acme Communications)." in slack.wait("hook", 2)["text"]


def test_the_calendar_comes_with_a_file_for_ones_own(house: House, pam: Member, slack: Workspace) -> None:
    shown = pam.say("/partner calendar")
    assert shown["text"].startswith("Reviews of pam@vendor.example, Jul 15, 2024 to Oct 14, 2024: 1 meeting, ")
    assert buttons(shown)[-2:] == ["For my calendar (.ics)", "Export CSV"]
    pam.click(shown, "For my calendar (.ics)")
    content = slack.wait("upload")["content"]
    assert "SUMMARY:Pipeline review with Acme Communications" in content
    assert slack.wait("files.getUploadURLExternal")["filename"].endswith(".ics")


def test_another_rhythm_is_set_in_a_form(pam: Member, slack: Workspace) -> None:
    shown = pam.say("/partner cadence Acme")
    pam.click(shown, "Change in Segment 2024")
    form = slack.wait("views.open")["view"]
    wrong = pam.send(form, {"kind": "qbr", "every": "quarter", "day": "some day", "reason": "They asked"})
    assert "second Tuesday" in wrong["errors"]["day"]
    chosen = {"kind": "qbr", "every": "quarter", "day": "last working day", "reason": "They asked"}
    pam.send(form, chosen, id="V2", hash="again")
    again = pam.say("/partner cadence Acme")
    assert "set by Pam Okafor: They asked" in str(again["blocks"])
