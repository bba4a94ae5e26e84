"""A desk whose people are what is recorded of them, not what a test says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.request import Actor, Role
from store.staff_records import StaffMember
from tests.support.desk import NOW, PAM, SAM, Desk, fill_database, open_desk


def member(actor: Actor) -> Actor:
    """A person as a surface hands them over: one of our own, and nothing more is known."""
    return replace(actor, role=Role.member)


LENA = Actor("T1", "ULENA", "Lena", Role.member, "lena@vendor.example")
NOBODY = Actor("T1", "UNOBODY", "Ned", Role.member, "ned@vendor.example")
NOA = Actor("T1", "UNOA", "Noa Levi", Role.member, "noa@vendor.example")
PAM_M, SAM_M = member(PAM), member(SAM)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Noa is admin by her row, Pam and Sam manage partners, Sam is an approver by setting; Lena is nobody yet."""
    told = open_desk(fill_database(tmp_path))
    give(told, "noa@vendor.example", "admin", "Noa Levi")
    yield told
    told.store.close()


def give(desk: Desk, person: str, role: str, name: str | None = None) -> None:
    with desk.store.write() as work:
        work.staff.put(StaffMember(person, role, name, "test", NOW))
