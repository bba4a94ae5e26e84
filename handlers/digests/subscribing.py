"""`/partner subscribe` and `/partner subscriptions`: which digests a channel gets."""

import json
from dataclasses import replace
from typing import Final

from handlers.audit import audit
from handlers.deals.form import MOST_OPTIONS
from handlers.digests.own import hour_choice, hour_of
from handlers.digests.subscription import CADENCES, TOPICS, WORKDAYS, filter_of, filter_words, following, often
from handlers.digests.zones import SEARCH_ZONES, is_zone, zone_choice
from handlers.documents import (
    Audience,
    Button,
    Buttons,
    Choice,
    Confirm,
    Field,
    FieldErrors,
    Form,
    Input,
    Note,
    Options,
    Part,
    Reply,
    Table,
    text,
)
from handlers.errors import Conflict, NotAllowed, NotFound, UserError
from handlers.mornings import MORNING
from handlers.portfolio_figures import Books
from handlers.portfolio_matches import select
from handlers.portfolio_words import Wording
from handlers.question import Filter
from handlers.request import WHERE, Place, Role
from handlers.wording import weekday
from handlers.work import Task
from handlers.workdays import workdays_of
from store.records import ChannelSubscription

OPEN, SAVE, LIST = "subscriptions.open", "subscriptions.save", "subscriptions.list"
PAUSE, RESUME, END = "subscriptions.pause", "subscriptions.resume", "subscriptions.end"
SEARCH_MANAGERS: Final = "managers.search"
MOST_SHOWN: Final = 50
MOST_WITH_BUTTONS: Final = 10
NOT_HERE: Final = {
    Place.direct: "Digests are posted to channels. Go to the channel and say it there; your own comes by itself.",
    Place.terminal: "Digests are posted to channels. Say it in the channel.",
    Place.guests: "Guests read along in this channel, and digests are for our own people. Choose another channel.",
    Place.shared: (
        "People of another company read along in this channel, or may do so, and digests are for our own people. If it "
        "is a private channel of our own, invite me first: until then I am not told who is in it."
    ),
}


def open_form(task: Task) -> Form:
    """What this channel wants, how often and when.

    Raises:
        UserError: no digest can be posted here; the sentence says why.
    """
    channel = _channel(task)
    programs = task.catalog.programs()
    tiers = {tier.id: tier.name for program in programs for tier in program.tiers}
    actor = task.request.actor
    return Form(
        SAVE,
        "Subscribe",
        "Subscribe",
        (
            Field("what", "What", Input.choice, choices=tuple(Choice(*each) for each in TOPICS.items())),
            Field(
                "manager",
                "Partners of",
                Input.search,
                required=False,
                search=SEARCH_MANAGERS,
                placeholder="All managers",
            ),
            Field(
                "program",
                "In the program",
                Input.choice,
                required=False,
                placeholder="All programs",
                choices=tuple(Choice(each.id, each.name) for each in programs),
            ),
            Field(
                "tier",
                "In the tier",
                Input.choice,
                required=False,
                placeholder="All tiers",
                choices=tuple(Choice(*each) for each in tiers.items()),
            ),
            Field(
                "cadence",
                "How often",
                Input.choice,
                choices=tuple(Choice(*each) for each in CADENCES.items()),
                initial=Choice(WORKDAYS, CADENCES[WORKDAYS]),
            ),
            Field(
                "hour",
                "At",
                Input.choice,
                choices=tuple(hour_choice(each) for each in range(24)),
                initial=hour_choice(MORNING),
            ),
            Field("zone", "Time zone", Input.search, search=SEARCH_ZONES, initial=zone_choice(actor.zone)),
        ),
        intro=text("This channel gets one message at that hour, where something is pending; otherwise none."),
        state=((WHERE, channel),),
    )


def save(task: Task) -> Reply | FieldErrors:
    """Subscribe the channel that the form was opened in; the same digest again replaces its settings.

    Raises:
        UserError: no digest can be posted there (any more).
    """
    channel, actor = _channel(task), task.request.actor
    wanted = _wanted(task, channel)
    if isinstance(wanted, FieldErrors):
        return wanted
    before = task.work.subscriptions.get(actor.workspace, channel, wanted.digest)
    task.work.subscriptions.add(wanted)
    done = "subscription.changed" if before else "subscription.added"
    audit(task, done, _subject(wanted), _said(before) if before else None, _said(wanted))
    first = following(wanted, task.request.now, workdays_of(task.desk.country))
    what, again = TOPICS[wanted.digest], " It replaces what was subscribed before." if before else ""
    summary = f"This channel gets “{what}” {often(wanted)}, from {weekday(first.day)} on, where something is pending."
    about = _about(task, filter_of(wanted))
    return Reply(f"{summary}{again}", (Note(text(f"{about} “/partner subscriptions” pauses or ends it.")),))


def listing(task: Task) -> Reply:
    """The subscriptions of this channel, or for an admin outside of channels those of the workspace.

    Raises:
        UserError: this is no channel, and the actor is no admin.
    """
    actor, where = task.request.actor, task.request.conversation
    if where.place in (Place.direct, Place.terminal):
        if actor.role is not Role.admin:
            raise UserError("Say it in the channel whose subscriptions you want to see.")
        found = task.work.subscriptions.list(actor.workspace)
        title = "Subscriptions of this workspace"
    else:
        found = task.work.subscriptions.list(actor.workspace, where.id)
        title = "Subscriptions of this channel"
    if not found:
        return Reply("No digest is subscribed here. “/partner subscribe” in a channel subscribes it.")
    rows = tuple(_row(task, each) for each in found[:MOST_SHOWN])
    parts: list[Part] = [Table(title, ("Channel", "What", "About", "When", "State"), rows)]
    buttons = tuple(button for each in found[:MOST_WITH_BUTTONS] for button in _buttons(each))
    if len(found) > MOST_SHOWN:
        parts.append(Note(text(f"{len(found) - MOST_SHOWN} more; ask in their channels.")))
    # Its buttons work in the channel alone, so it stays there where only our own people read it.
    stays = where.place is Place.channel and not where.whispers
    readers = Audience.conversation if stays else Audience.asker
    return Reply(f"{title}: {len(found)}.", (*parts, Buttons(buttons)), readers)


def pause(task: Task) -> Reply:
    """Post nothing for now.

    Raises:
        Conflict: it is paused already.
    """
    subscription = _named(task)
    if not task.work.subscriptions.pause(*_key(subscription)):
        raise Conflict("It is paused already. Nothing changed.")
    audit(task, "subscription.paused", _subject(subscription))
    return Reply(
        f"“{TOPICS[subscription.digest]}” is paused.", (Buttons(_buttons(replace(subscription, paused=True))),)
    )


def resume(task: Task) -> Reply:
    """Go on posting.

    Raises:
        Conflict: it is not paused.
    """
    subscription = _named(task)
    if not task.work.subscriptions.resume(*_key(subscription), task.request.now):
        raise Conflict("It is not paused. Nothing changed.")
    audit(task, "subscription.resumed", _subject(subscription))
    first = following(subscription, task.request.now, workdays_of(task.desk.country))
    return Reply(f"“{TOPICS[subscription.digest]}” goes on from {weekday(first.day)} on.")


def end(task: Task) -> Reply:
    """Take a subscription out."""
    subscription = _named(task)
    task.work.subscriptions.remove(*_key(subscription))
    audit(task, "subscription.ended", _subject(subscription), before=_said(subscription))
    return Reply(f"“{TOPICS[subscription.digest]}” is no longer posted to the channel.")


def search_managers(task: Task) -> Options:
    """Managers of the portfolio whose e-mail address contains the characters typed so far."""
    typed = task.request.value.strip().casefold()
    found = dict.fromkeys(each.lower() for each in task.work.partners.managers())
    return Options(tuple(Choice(each, each) for each in found if typed in each.casefold())[:MOST_OPTIONS])


def _channel(task: Task) -> str:
    """The channel of the request, in which a digest may be posted."""
    where = task.request.conversation
    if where.place in NOT_HERE:
        raise UserError(NOT_HERE[where.place])
    if not where.joined:
        raise UserError("I am not in this channel. Invite me with /invite, then subscribe it.")
    return where.id


def _wanted(task: Task, channel: str) -> ChannelSubscription | FieldErrors:
    said = {name: str(value) for name, value in task.request.values.items() if isinstance(value, str) and value}
    programs = {each.id: each for each in task.catalog.programs()}
    tiers = {tier.id for program in programs.values() for tier in program.tiers}
    hour, errors = hour_of(said.get("hour")), dict[str, str]()
    managers = {each.lower() for each in task.work.partners.managers()}
    for name, offered in (("what", TOPICS), ("cadence", CADENCES)):
        if said.get(name) not in offered:
            errors[name] = "Choose one of the list."
    for name, known in (("manager", managers), ("program", programs), ("tier", tiers)):
        if name in said and said[name] not in known:
            errors[name] = "Choose one of the list, or none."
    if hour is None:
        errors["hour"] = "Choose an hour."
    if not is_zone(said.get("zone", "")):
        errors["zone"] = "Choose a time zone from the list."
    if errors or hour is None:
        return FieldErrors(errors)
    actor = task.request.actor
    wanted = Filter(tier=said.get("tier"), manager=said.get("manager"), program=said.get("program"))
    return ChannelSubscription(
        workspace=actor.workspace,
        channel=channel,
        digest=said["what"],
        cadence=said["cadence"],
        zone=said["zone"],
        filter=filter_words(wanted),
        created_by=actor.user,
        hour=hour,
        changed_at=task.request.now,
    )


def _about(task: Task, wanted: Filter) -> str:
    """How many partners it is about, as a question for them would say."""
    books = Books(task.work, task.catalog, task.request.as_of, manager=wanted.manager)
    return Wording(wanted, books, own=False).summary(select(books, wanted))


def _row(task: Task, each: ChannelSubscription) -> tuple[str, ...]:
    wanted = filter_of(each)
    words = Wording(wanted, Books(task.work, task.catalog, task.request.as_of), own=False).among(True)
    about = words if wanted != Filter() else "all partners"
    return each.channel, TOPICS.get(each.digest, each.digest), about, often(each), "paused" if each.paused else "active"


def _buttons(each: ChannelSubscription) -> tuple[Button, ...]:
    what, value = TOPICS.get(each.digest, each.digest).partition(":")[0], f"{each.channel}|{each.digest}"
    sure = Confirm("End this subscription?", f"“{what}” is no longer posted to the channel.", "End it")
    turn = Button(f"Resume: {what}"[:70], RESUME, value) if each.paused else Button(f"Pause: {what}"[:70], PAUSE, value)
    return turn, Button(f"End: {what}"[:70], END, value, confirm=sure)


def _named(task: Task) -> ChannelSubscription:
    """The subscription of a button's value: of the channel in which it was pressed, or of any for an admin.

    Raises:
        NotAllowed: it is another channel's.
        NotFound: it is gone.
    """
    channel, _, digest = task.request.value.partition("|")
    actor = task.request.actor
    if channel != task.request.conversation.id and actor.role is not Role.admin:
        raise NotAllowed("This is another channel's subscription. Do it there, or ask an admin.")
    found = task.work.subscriptions.get(actor.workspace, channel, digest)
    if found is None:
        raise NotFound("This subscription is no longer there. Nothing changed.")
    return found


def _key(subscription: ChannelSubscription) -> tuple[str, str, str]:
    return subscription.workspace, subscription.channel, subscription.digest


def _subject(subscription: ChannelSubscription) -> str:
    return f"subscription:{subscription.channel}/{subscription.digest}"


def _said(subscription: ChannelSubscription) -> str:
    kept = {name: getattr(subscription, name) for name in ("cadence", "zone", "hour", "filter", "paused")}
    return json.dumps(kept)
