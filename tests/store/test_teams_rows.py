"""What Teams keeps: conversations, what came in, open forms and handed files, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from store.engine import Store
from store.repositories.conversations import KnownConversation
from store.repositories.inbox import Waiting
from store.repositories.open_forms import HandedFile, OpenForm
from tests.store.conftest import NOW

LEASE = timedelta(seconds=60)
CHAT = KnownConversation("T", "a:pam", "personal", "active", "https://one", None, "pam", "pam@x.example", NOW)
CHANNEL = replace(CHAT, conversation="19:c", kind="channel", team="19:team", person=None, email=None)


def put(store: Store, *keys: str) -> None:
    with store.write() as work:
        for key in keys:
            assert work.inbox.put(key, "T", "pam", f'"{key}"', NOW)


def claim(store: Store, seconds: int = 0, limit: int = 8) -> tuple[Waiting, ...]:
    with store.write() as work:
        return work.inbox.claim(NOW + timedelta(seconds=seconds), LEASE, limit)


def test_what_comes_twice_is_kept_once_even_after_it_was_done(store: Store) -> None:
    put(store, "c|1")
    with store.write() as work:
        assert not work.inbox.put("c|1", "T", "pam", '"again"', NOW)
    (taken,) = claim(store)
    assert (taken.body, taken.tries) == ('"c|1"', 1)
    with store.write() as work:
        assert work.inbox.done(taken)
        assert not work.inbox.put("c|1", "T", "pam", '"again"', NOW)
        assert work.inbox.count() == 0
    assert claim(store, 3600) == ()


def test_the_oldest_is_taken_first_and_no_more_than_asked_for(store: Store) -> None:
    put(store, "1", "2", "3")
    assert [each.body for each in claim(store, limit=2)] == ['"1"', '"2"']
    assert [each.body for each in claim(store, limit=2)] == ['"3"']
    with store.read() as work:
        assert work.inbox.count() == 3
        assert not work.inbox.anything_due(NOW)


def test_workers_at_once_take_each_row_once(store: Store) -> None:
    put(store, *map(str, range(40)))
    barrier = Barrier(4)

    def work(_: int) -> list[str]:
        barrier.wait()
        taken: list[str] = []
        while batch := claim(store, limit=3):
            taken += [each.body for each in batch]
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [body for each in pool.map(work, range(4)) for body in each]
    assert len(taken) == len(set(taken))
    assert set(taken) | {each.body for each in claim(store, limit=99)} == {f'"{number}"' for number in range(40)}


def test_when_a_lease_ends_another_worker_takes_over_and_the_first_one_settles_nothing(store: Store) -> None:
    put(store, "1")
    (first,) = claim(store)
    assert claim(store, 59) == ()
    (second,) = claim(store, 60)
    assert (second.id, second.tries) == (first.id, 2)
    with store.write() as work:
        assert not work.inbox.put_back(first, NOW)
        assert not work.inbox.done(first)
    assert claim(store, 61) == ()
    with store.write() as work:
        assert work.inbox.done(second)
        assert not work.inbox.done(second)


def test_what_is_put_back_waits_as_long_as_it_is_told(store: Store) -> None:
    put(store, "1")
    (taken,) = claim(store)
    with store.write() as work:
        assert work.inbox.put_back(taken, NOW + timedelta(seconds=5))
    assert claim(store, 4) == ()
    assert [each.tries for each in claim(store, 5)] == [2]


def test_only_what_is_done_is_forgotten(store: Store) -> None:
    put(store, "1", "2")
    (taken,) = claim(store, limit=1)
    with store.write() as work:
        work.inbox.done(taken)
        assert work.inbox.forget(NOW) == 0
        assert work.inbox.forget(NOW + timedelta(days=8)) == 1
        assert work.inbox.count() == 1


def test_a_conversation_is_written_when_it_is_new_changed_or_of_another_day(store: Store) -> None:
    with store.write() as work:
        seen = work.conversations.seen
        assert seen(CHAT)
        assert not seen(replace(CHAT, seen_at=NOW + timedelta(hours=23)))
        assert seen(replace(CHAT, seen_at=NOW + timedelta(hours=24)))
        assert seen(replace(CHAT, address="https://two", seen_at=NOW + timedelta(hours=25)))
        assert work.conversations.address("T") == "https://two"


def test_what_is_not_told_this_time_stays_known(store: Store) -> None:
    with store.write() as work:
        work.conversations.seen(CHAT)
        work.conversations.seen(CHANNEL)
        work.conversations.seen(replace(CHAT, person=None, email=None, seen_at=NOW + timedelta(days=2)))
        work.conversations.seen(replace(CHANNEL, team=None, seen_at=NOW + timedelta(days=2)))
    with store.read() as work:
        for found in (
            work.conversations.personal("T", person="pam"),
            work.conversations.personal("T", email="pam@x.example"),
        ):
            assert found is not None
            assert (found.person, found.email) == ("pam", "pam@x.example")
        channel = work.conversations.get("T", "19:c")
        assert channel is not None
        assert channel.team == "19:team"


def test_a_channel_once_called_shared_stays_so(store: Store) -> None:
    with store.write() as work:
        work.conversations.seen(replace(CHANNEL, kind="shared"))
        work.conversations.seen(replace(CHANNEL, seen_at=NOW + timedelta(days=2)))
        found = work.conversations.get("T", "19:c")
    assert found is not None
    assert found.kind == "shared"


def test_nobody_is_found_in_another_tenant(store: Store) -> None:
    with store.write() as work:
        work.conversations.seen(CHAT)
    with store.read() as work:
        assert work.conversations.get("other", "a:pam") is None
        assert work.conversations.personal("other", email="pam@x.example") is None
        assert work.conversations.address("other") is None


def test_an_end_is_kept_until_somebody_writes_again(store: Store) -> None:
    with store.write() as work:
        work.conversations.seen(CHAT)
        assert work.conversations.ended("T", "a:pam", "blocked")
        assert not work.conversations.ended("T", "a:nobody", "removed")
        found = work.conversations.get("T", "a:pam")
        assert found is not None
        assert found.state == "blocked"
        assert work.conversations.seen(CHAT)
        found = work.conversations.get("T", "a:pam")
        assert found is not None
        assert found.state == "active"


def test_the_end_of_a_team_is_that_of_its_channels_and_no_others(store: Store) -> None:
    other = replace(CHANNEL, conversation="19:other", team="19:elsewhere")
    with store.write() as work:
        for each in (CHANNEL, other, CHAT):
            work.conversations.seen(each)
        assert work.conversations.ended("T", "19:team", "removed", whole_team=True)
        states = [work.conversations.get("T", each) for each in ("19:c", "19:other", "a:pam")]
    assert [each.state for each in states if each] == ["removed", "active", "active"]


def test_a_form_is_found_by_whoever_opened_it_and_by_nobody_else(store: Store) -> None:
    form = OpenForm('{"kind": "form"}', "a:pam", NOW)
    with store.write() as work:
        work.open_forms.keep("token", "T", "pam", form)
    with store.write() as work:
        assert work.open_forms.get("token", "T", "pam") == form
        assert work.open_forms.get("token", "T", "dana") is None
        assert work.open_forms.get("token", "other", "pam") is None
        assert work.open_forms.get("other", "T", "pam") is None
        assert work.open_forms.forget(NOW) == 0
        assert work.open_forms.forget(NOW + timedelta(seconds=1)) == 1
        assert work.open_forms.get("token", "T", "pam") is None


def test_a_file_is_handed_out_until_its_time_is_over(store: Store) -> None:
    file, until = HandedFile("partners.csv", "text/csv", b"a,b\n\x00"), NOW + timedelta(hours=1)
    with store.write() as work:
        work.handed_files.keep("hash", "T", "pam", file, until)
    with store.write() as work:
        assert work.handed_files.get("hash", until) == file
        assert work.handed_files.get("hash", until + timedelta(seconds=1)) is None
        assert work.handed_files.forget(until) == 0
        assert work.handed_files.forget(until + timedelta(seconds=1)) == 1
