"""The written table, cell by cell, and the rules around it against a statement of their own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.access import TABLE, Gain, Permission, Scope, Subject, allowed, gain
from handlers.request import Actor, Role

#            outsider unverified member partner viewer manager approver admin
EXPECTED = {
    "see": "- - - - yes yes yes yes",
    "see_own_work": "- - - own - - - -",
    "share": "- - - - yes yes yes yes",
    "export": "- - - - yes yes yes yes",
    "rate": "- - - - yes yes yes yes",
    "preview": "- - - - yes yes yes yes",
    "register": "- - - own - own own yes",
    "run_reviews": "- - - - - own own yes",
    "decide": "- - - - - - yes yes",
    "overrule": "- - - - - - - yes",
    "credit": "- - - - - own own yes",
    "subscribe": "- - - - - yes yes yes",
    "bind": "- - - - - - - yes",
    "staff": "- - - - - - - yes",
    "audit": "- - - - - - - yes",
    "installs": "- - - - - - - yes",
    "operate": "- - - - - - - yes",
}
ROLES = ("outsider", "unverified", "member", "partner", "viewer", "manager", "approver", "admin")
CELLS = [
    (permission, role, cell)
    for permission, row in EXPECTED.items()
    for role, cell in zip(ROLES, row.split(), strict=True)
]
SCOPES = {"-": Scope.none, "own": Scope.own, "yes": Scope.any}


def test_every_permission_and_role_is_written_down() -> None:
    assert set(EXPECTED) == {str(each) for each in Permission} == {str(each) for each in TABLE}
    assert set(ROLES) == {str(each) for each in Role}


@pytest.mark.parametrize(("permission", "role", "cell"), CELLS)
def test_a_cell(permission: str, role: str, cell: str) -> None:
    assert TABLE[Permission(permission)][Role(role)] is SCOPES[cell]


PAM, LENA, SAM = "pam@vendor.example", "lena@vendor.example", "sam@vendor.example"
people = st.sampled_from((PAM, LENA, SAM, "PAM@Vendor.Example", None))
subjects = st.builds(
    Subject, st.sampled_from(("acme", "globex")), st.frozensets(st.sampled_from((PAM, LENA, SAM)), max_size=2)
)
actors = st.builds(
    Actor,
    st.just("T1"),
    st.sampled_from(("U1", "U2")),
    st.just("Somebody"),
    st.sampled_from(tuple(Role)),
    people,
    partner=st.sampled_from(("acme", "globex", None)),
    covers=st.frozensets(st.sampled_from((PAM, SAM, "Sam@vendor.example")), max_size=2),
)


def manages(actor: Actor, subject: Subject) -> bool:
    return actor.email is not None and actor.email.lower() in {each.lower() for each in subject.managers}


def stands_in(actor: Actor, subject: Subject) -> bool:
    return bool({each.lower() for each in actor.covers} & {each.lower() for each in subject.managers})


@given(actors, st.sampled_from(tuple(Permission)), subjects)
def test_what_is_allowed_is_what_the_rules_say(actor: Actor, permission: Permission, subject: Subject) -> None:
    cell = EXPECTED[permission].split()[ROLES.index(actor.role)]
    own = (
        actor.partner == subject.partner
        if actor.role is Role.partner
        else manages(actor, subject) or stands_in(actor, subject)
    )
    assert allowed(actor, permission, subject) == (cell == "yes" or (cell == "own" and own))
    assert allowed(actor, permission) == (cell != "-")


@given(actors, subjects, st.booleans())
def test_whoever_gains_is_told_how(actor: Actor, subject: Subject, submitted: bool) -> None:
    expected = {
        Gain.submitted: submitted,
        Gain.manages: manages(actor, subject),
        Gain.stands_in: stands_in(actor, subject),
    }
    found = gain(actor, subject, submitted)
    assert (found is not None) == any(expected.values())
    if found is not None:
        assert expected[found]


DAYS = st.integers(-3, 3)


@given(DAYS, DAYS, DAYS)
def test_a_stand_in_counts_on_both_its_days_and_between(first: int, last: int, today: int) -> None:
    from handlers.desk import DeskSettings
    from handlers.roles import StaffBook
    from store.staff_records import StandIn
    from tests.support.desk import NOW

    day = date(2026, 11, 26)
    entry = StandIn(1, PAM, LENA, day + timedelta(first), day + timedelta(last), "x", NOW)
    book = StaffBook({}, (entry,), lambda email: email == LENA)
    desk = DeskSettings("UTC", "US", "slack", "T1")
    resolved = book.resolve(Actor("T1", "U1", "Lena", Role.member, LENA), desk, day + timedelta(today))
    assert resolved.covers == (frozenset({PAM}) if first <= today <= last else frozenset())
