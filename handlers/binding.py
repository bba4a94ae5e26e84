"""Binding a channel to a partner, releasing it, and looking at what the partner's people would be told there."""

import json

from handlers.audit import audit
from handlers.documents import Button, Buttons, Confirm, Note, Paragraph, Reply, Style, Table, text
from handlers.errors import Conflict, NotFound, UserError
from handlers.request import Place
from handlers.wording import day, signature
from handlers.work import Task
from store.records import ChannelBinding, Partner

BIND, BIND_NOW = "channels.bind", "channels.bind_now"
RELEASE, RELEASE_NOW = "channels.release", "channels.release_now"
READERS = {
    Place.channel: "Only our own people are in this channel now; whoever joins later from outside is answered too.",
    Place.guests: "Guests are in this channel.",
    Place.shared: "People of another company are in this channel, or may be.",
}
SHOWN = (
    "its tier and what is missing for the next one, what tiers ask, benefits, its own deal registrations with their "
    "states, and its meetings"
)
HIDDEN = (
    "other partners, open opportunities and customers behind counted revenue, who decided a registration and why, "
    "notes of meetings, and managers"
)


def ask_to_bind(task: Task) -> Reply:
    """Say what binding this channel to the partner of the request's value means, with a button that does it.

    Raises:
        UserError: this is no channel.
        NotFound: no partner, or several, go by that name.
    """
    partner, place = named_partner(task, task.request.value), _channel(task)
    bound = _bound(task)
    before = f" It is bound to {bound} now, which ends." if bound else ""
    value = f"{partner.id}|{task.request.conversation.id}"
    sure = Confirm("Bind this channel?", f"Everybody in it may then ask about {partner.name}.", "Bind it")
    return Reply(
        f"Bind this channel to {partner.name}?{before}",
        (
            Paragraph(text(f"People outside our company who write here are then told about {partner.name}: {SHOWN}.")),
            Paragraph(text(f"They are never told: {HIDDEN}.")),
            Note(text(f"{READERS[place]} Try “/partner preview as {partner.name} what tier are we in” first.")),
            Buttons((Button(f"Bind to {partner.name}"[:70], BIND_NOW, value, Style.primary, sure),)),
        ),
    )


def bind(task: Task) -> Reply:
    """Bind the channel that was asked about, wherever the button was shown: some surfaces have none for one reader.

    The value is `partner|channel`.

    Raises:
        Conflict: it is so already.
    """
    id, _, where = task.request.value.partition("|")
    partner, actor = task.partner(id), task.request.actor
    if not where:  # a button from before channels stood in it
        _channel(task)
        where = task.request.conversation.id
    before = task.work.bindings.get(actor.workspace, where)
    if before is not None and before.partner == partner.id:
        raise Conflict(f"This channel is bound to {partner.name} already. Nothing changed.")
    task.work.bindings.bind(ChannelBinding(actor.workspace, where, partner.id, signature(actor), task.request.now))
    was = json.dumps({"partner": before.partner}) if before else None
    audit(task, "channel.bound", f"channel:{where}", was, json.dumps({"partner": partner.id}), partner=partner.id)
    return Reply(
        f"This channel is bound to {partner.name}: its people may mention me there.",
        (Note(text("“/partner release” ends it. Staff are still answered privately there.")),),
    )


def ask_to_release(task: Task) -> Reply:
    """Ask whether this channel's binding shall end.

    Raises:
        NotFound: it is bound to nobody.
    """
    bound = _bound(task)
    if not bound:
        raise NotFound("This channel is bound to no partner.")
    sure = Confirm("Release this channel?", f"People of {bound} are answered here no more.", "Release it")
    button = Button("Release it", RELEASE_NOW, task.request.conversation.id, Style.danger, sure)
    return Reply(f"This channel is bound to {bound}.", (Buttons((button,)),))


def release(task: Task) -> Reply:
    """End the binding of the channel that was asked about, which is the value.

    Raises:
        NotFound: it is bound to nobody (any more).
    """
    actor, where = task.request.actor, task.request.value or task.request.conversation.id
    before = task.work.bindings.get(actor.workspace, where)
    if before is None or not task.work.bindings.release(actor.workspace, where):
        raise NotFound("This channel is bound to no partner (any more). Nothing changed.")
    left = json.dumps({"partner": before.partner})
    audit(task, "channel.released", f"channel:{where}", left, partner=before.partner)
    return Reply("This channel is released: people outside our company are answered there no more.")


def bindings(task: Task) -> Reply:
    """Every bound channel of this workspace."""
    found = task.work.bindings.list(task.request.actor.workspace)
    if not found:
        return Reply("No channel is bound to a partner. “/partner bind PARTNER” in a channel binds it.")
    names = task.work.partners.names_of({each.partner for each in found})
    rows = tuple(
        (each.channel, names.get(each.partner, "no longer there"), day(each.bound_at.date())) for each in found
    )
    return Reply(
        f"Channels bound to a partner: {len(found)}.", (Table("Bound", ("Channel", "Partner", "Since"), rows),)
    )


def previewing(task: Task) -> tuple[Partner, str]:
    """The partner of a preview, and the question: the longest beginning of the words that is a partner's name.

    Raises:
        NotFound: no partner goes by any beginning of the words.
    """
    words = task.request.value.split()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length]).strip(":,").casefold()
        for each in task.work.partners.search(name, 5):
            if name in (each.id.casefold(), each.name.casefold(), *(alias.casefold() for alias in each.aliases)):
                return task.partner(each.id), " ".join(words[length:]) or "what tier are we in"
    raise NotFound("Which partner? Write its whole name, like “preview as Acme Communications what is missing”.")


def _channel(task: Task) -> Place:
    place = task.request.conversation.place
    if place not in READERS:
        raise UserError("Only a channel can be bound to a partner. Go to the channel and say it there.")
    return place


def _bound(task: Task) -> str:
    """The name of the partner that this channel is bound to; empty for none."""
    found = task.work.bindings.get(task.request.actor.workspace, task.request.conversation.id)
    if found is None:
        return ""
    return task.work.partners.names_of({found.partner}).get(found.partner, "a partner that is no longer there")


def named_partner(task: Task, words: str) -> Partner:
    """The one partner that goes by these words.

    Raises:
        NotFound: there is none, or several.
    """
    found = task.work.partners.search(words, 5) if words.strip() else ()
    exact = [each for each in found if words.strip().casefold() in (each.id.casefold(), each.name.casefold())]
    fits = exact or list(found)
    if len(fits) != 1:
        several = f" It may be {', '.join(each.name for each in fits)}." if fits else ""
        raise NotFound(f"Which partner? Write its whole name, like “bind Acme Communications”.{several}")
    return task.partner(fits[0].id)
