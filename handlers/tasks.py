"""What the clock works with: a task that nobody asked for."""

from datetime import datetime

from handlers.audit import CLOCK
from handlers.desk import DeskSettings
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.work import Task
from programs.catalog import Catalog
from store.work import Work


def by_the_clock(work: Work, catalog: Catalog, desk: DeskSettings, now: datetime) -> Task:
    """A task at `now` (aware), on the desk's day, of somebody who may do nothing by themselves."""
    actor = Actor(desk.workspace, CLOCK, "the clock", Role.unverified)
    request = Request(actor, Conversation(CLOCK, Place.terminal), now, desk.today(now))
    return Task(request, work, catalog, desk)
