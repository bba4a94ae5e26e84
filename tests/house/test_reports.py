"""`/partner report` through the whole house: the message, and its picture and file in direct messages."""

import json

from tests.reports.telling import filed
from tests.support.house import House, Member, buttons
from tests.support.workspace import Workspace


def test_a_report_with_its_picture_and_its_file(pam: Member, house: House, slack: Workspace) -> None:
    with house.service.store.write() as work:
        filed(work, 1001, "2024-07-12 10:00")
    shown = pam.say("/partner report this month for Acme")
    assert shown["response_type"] == "ephemeral"
    assert shown["text"].startswith("1 deal registration of Acme Communications was filed from Jul 1, 2024")
    assert "By partner" in json.dumps(shown["blocks"])
    assert buttons(shown) == ["Chart", "CSV"]
    pam.click(shown, "Chart")
    sent = slack.wait("files.completeUploadExternal")
    picture = slack.wait("upload")["content"].encode(errors="surrogateescape")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert int(slack.wait("files.getUploadURLExternal")["length"]) == len(picture)
    assert "Acme Communications: 1 filed, 0 approved, 0 declined" in sent["initial_comment"]
    pam.click(shown, "CSV")
    slack.wait("files.completeUploadExternal", 2)
    assert slack.wait("upload", 2)["content"].startswith("\ufeffby,id,name,filed")
    assert slack.wait("hook", 2)["text"].endswith("in our direct messages.")


def test_an_empty_month_says_so(pam: Member) -> None:
    assert pam.say("/partner report May")["text"].startswith(
        "No deal registration was filed, decided or expired from May"
    )
