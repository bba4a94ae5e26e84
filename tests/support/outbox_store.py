"""A database with nothing but the outbox, for experiments on delivery alone; both kinds of database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from store.models.outbox import OutboxMessage
from store.outbox import Outbox

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


@dataclass(frozen=True)
class OutboxWork:
    outbox: Outbox
    session: Session


class OutboxStore:
    def __init__(self, url: str) -> None:
        self.engine = engine(url)

    def create(self) -> None:
        OutboxMessage.metadata.create_all(self.engine, tables=[OutboxMessage.__table__])

    @contextmanager
    def read(self) -> Iterator[OutboxWork]:
        with Session(self.engine.execution_options(reading=True)) as session:
            yield OutboxWork(Outbox(session), session)

    @contextmanager
    def write(self) -> Iterator[OutboxWork]:
        with Session(self.engine) as session, session.begin():
            yield OutboxWork(Outbox(session), session)

    def close(self) -> None:
        self.engine.dispose()


def engine(url: str) -> Engine:
    made = create_engine(url)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare)
        event.listen(made, "begin", _begin)
    return made


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
