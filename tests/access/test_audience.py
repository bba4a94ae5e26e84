"""Role by action by audience: who is answered where, against a statement of its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.plain import plain
from handlers.errors import NotAllowed
from handlers.request import Actor, Conversation, Place, Role
from handlers.wire import load
from store.models import OutboxMessage
from store.records import ChannelBinding
from tests.access.conftest import give
from tests.support.desk import NOW, Desk, fill_database, open_desk

STAFF = ("viewer", "manager", "approver", "admin")
PLACES = (Place.direct, Place.channel, Place.guests, Place.shared)
WORDS = ("tier Acme", "tier Globex", "which partners are at risk", "what tier are we in", "help")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Channel CBOUND is bound to Acme; there is one member of staff for each role."""
    folder: Path = tmp_path_factory.mktemp("audience")
    told = open_desk(fill_database(folder))
    for role in STAFF:
        give(told, f"{role}@vendor.example", role)
    with told.store.write() as work:
        work.bindings.bind(ChannelBinding("T1", "CBOUND", "acme", "test", NOW))
    yield told
    told.store.close()


def somebody(role: str) -> Actor:
    """As a surface hands them over: it knows three kinds of people and no more."""
    known = Role(role) if role in ("outsider", "unverified", "member") else Role.member
    return Actor("T1", f"U{role.upper()}", role, known, f"{role}@vendor.example")


def expected(role: str, place: Place, bound: bool) -> tuple[str, str]:
    """Where the answer goes, and whom it is for."""
    if role in STAFF:
        return ("user", "staff") if place in (Place.guests, Place.shared) else ("channel", "staff")
    if role == "outsider" and bound:
        return "channel", "partner:acme"
    if role == "member" and place.open_to_others:  # whom to ask among our own people is not for others
        return "user", "anyone"
    return "channel", "anyone"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=st.sampled_from((*STAFF, "outsider", "unverified", "member")),
    place=st.sampled_from(PLACES),
    bound=st.booleans(),
    words=st.sampled_from(WORDS),
)
def test_an_answer_goes_where_only_those_it_is_for_can_read_it(
    desk: Desk, role: str, place: Place, bound: bool, words: str
) -> None:
    bound = bound and place is not Place.direct
    where = Conversation("CBOUND" if bound else "C1", place, "1.1")
    asked = desk.request(somebody(role), conversation=where, text=words)
    desk.assistant.answer_later(asked, f"channel:{where.id}", "1.1")
    with desk.store.read() as work:
        message = work.session.query(OutboxMessage).order_by(OutboxMessage.id.desc()).first()
        assert message is not None
        target, audience, said = message.target, message.audience, plain(load(message.document))
    assert (target.partition(":")[0], audience) == expected(role, place, bound)
    if role not in STAFF:
        assert "Globex" not in said
        assert ("Acme Communications" in said) is (role == "outsider" and bound)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role=st.sampled_from(STAFF), place=st.sampled_from(PLACES))
def test_nothing_is_shared_or_exported_where_others_read_along(desk: Desk, role: str, place: Place) -> None:
    for route, value in (("ask.share", "2024-07-15|tier Acme"), ("portfolio.csv", "")):
        asked = desk.request(somebody(role), conversation=Conversation("C1", place), route=route, value=value)
        if place.open_to_others:
            with pytest.raises(NotAllowed, match="may read along"):
                desk.assistant.handle(asked)
        elif route == "ask.share":
            shown = desk.assistant.handle(replace(asked, as_of=desk.as_of))
            assert "Acme Communications" in str(shown)
