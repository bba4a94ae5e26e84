"""A task as a handler gets it, for rules that are asked directly."""

from handlers.request import Actor
from handlers.work import Task
from programs.catalog import Catalog
from store.work import Work
from tests.support.desk import Desk


def task_of(desk: Desk, work: Work, actor: Actor) -> Task:
    return Task(desk.request(actor), work, Catalog.load(), desk.assistant.desk)
