"""A partner's own people register and follow their deals in the channel that is bound to their partner."""

from dataclasses import replace

import pytest

from handlers.documents import Buttons, FieldErrors, Form, Reply
from handlers.errors import NotAllowed, NotFound, UserError
from handlers.request import Place, Role
from store.records import ChannelBinding
from tests.deals.conftest import DEAL, Days
from tests.support.desk import DANA, EVE, NOA, PAM, SAM

ANN = replace(EVE, workspace="T1", user="UANN", name="Ann of Acme")
BOB = replace(EVE, workspace="T1", user="UBOB", name="Bob of Globex")
MINE = {name: value for name, value in DEAL.items() if name != "partner"}


@pytest.fixture
def bound(days: Days) -> Days:
    """Two channels, one for each partner."""
    with days.desk.store.write() as work:
        for channel, partner in (("CACME", "acme"), ("CGLOBEX", "globex")):
            work.bindings.bind(ChannelBinding("T1", channel, partner, "UNOA Noa", days.now))
    return days


def register(days: Days, actor: object, channel: str, **changes: object) -> Reply | FieldErrors | Form:
    """Open the form in the channel and go through both pages."""
    form = days.in_channel("deals.open", "", actor, channel)  # type: ignore[arg-type]
    assert isinstance(form, Form)
    assert "partner" not in [field.name for field in form.fields]
    second = days.in_channel("deals.check", "", actor, "", **(MINE | changes))  # type: ignore[arg-type]
    if not isinstance(second, Form):
        return second  # type: ignore[return-value]
    return days.in_channel("deals.submit", "", actor, "")  # type: ignore[arg-type,return-value]


def test_ann_asks_to_register_and_gets_a_button(bound: Days) -> None:
    request = bound.desk.request(ANN, text="register Hooli", now=bound.now, as_of=bound.today)
    where = replace(request.conversation, id="CACME", place=Place.shared)
    shown = bound.desk.assistant.handle(replace(request, conversation=where))
    assert isinstance(shown, Reply)
    (button,) = [each for part in shown.parts if isinstance(part, Buttons) for each in part.items]
    assert (button.label, button.route) == ("Open the form", "deals.open")
    assert isinstance(bound.in_channel(button.route, button.value, ANN, "CACME"), Form)


def test_anns_deal_is_acmes_whatever_the_form_says_and_its_news_go_to_the_channel(bound: Days) -> None:
    done = register(bound, ANN, "CACME", partner="globex")
    assert isinstance(done, Reply)
    it = bound.get("DR-1001")
    assert (it.partner, it.filed_in, it.submitted_by) == ("acme", "CACME", "UANN Ann of Acme")
    assert "channel:CACME: Registered as DR-1001" in " ".join(bound.said())
    bound.press("deals.approve", bound.value("DR-1001"), DANA)
    news = bound.messages()["registration:DR-1001/news"]
    assert "DR-1001 is approved" in news
    assert "[Won]" not in news
    assert "Dana" not in news
    assert "you will hear of it here" in bound.messages()["registration:DR-1001/receipt"]


def test_two_partners_people_learn_nothing_of_each_other(bound: Days) -> None:
    first = register(bound, ANN, "CACME")
    second = register(bound, BOB, "CGLOBEX")
    assert isinstance(first, Reply)
    assert isinstance(second, Reply)
    assert bound.get("DR-1002").state == "conflict_hold"
    assert second.summary.replace("Globex GmbH", "X").replace("DR-1002", "N") == first.summary.replace(
        "Acme Communications", "X"
    ).replace("DR-1001", "N")
    for route in ("deals.amend", "deals.withdraw", "deals.answer", "deals.appeal", "deals.extend"):
        with pytest.raises(NotFound, match="no longer there"):
            bound.in_channel(route, "DR-1001", BOB, "CGLOBEX")
    with pytest.raises(UserError) as told:
        bound.in_channel("deals.answer", "DR-1002", BOB, "CGLOBEX")
    assert str(told.value.sentence).startswith("DR-1002 is in review. Nothing changed.")
    assert "conflict" not in told.value.sentence


def test_the_same_customer_again_is_told_with_its_number(bound: Days) -> None:
    register(bound, ANN, "CACME")
    again = register(bound, ANN, "CACME")
    assert isinstance(again, FieldErrors)
    assert "DR-1001, submitted, submitted Jul 15, 2024" in again.errors["customer"]


def test_a_form_from_nowhere_or_a_released_channel_is_refused(bound: Days) -> None:
    with pytest.raises(NotAllowed):
        bound.in_channel("deals.submit", "", ANN, "", **MINE)
    bound.in_channel("deals.open", "", ANN, "CACME")
    with bound.desk.store.write() as work:
        work.bindings.release("T1", "CACME")
    with pytest.raises(NotAllowed):
        bound.in_channel("deals.submit", "", ANN, "", **MINE)


def test_the_pm_files_for_the_partner_and_hears_of_it(bound: Days) -> None:
    number = bound.register(PAM)
    assert bound.get(number).filed_in is None
    assert any(each.startswith("user:UPAM: Registered as") for each in bound.said())


def test_ann_withdraws_what_she_filed(bound: Days) -> None:
    register(bound, ANN, "CACME")
    done = bound.in_channel("deals.withdraw", "DR-1001", ANN, "CACME")
    assert isinstance(done, Reply)
    assert bound.get("DR-1001").state == "withdrawn"
    assert {ANN.role, NOA.role, SAM.role} == {Role.outsider, Role.admin, Role.approver}
