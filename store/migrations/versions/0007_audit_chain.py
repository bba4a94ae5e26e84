"""The audit trail becomes a chain: entries are linked by hashes, and what may be personal is kept beside them."""

import os
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.chain import DETAILS, GENESIS, Link, committed, impersonal_place, impersonal_subject

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHAINED = ("workspace", "place", "action", "subject", "commitments", "previous", "hash")
SAID = ("actor", "on_behalf_of", "place", "action", "subject", "before", "after", "reason")
KEPT = "An entry of the audit trail is never changed or deleted."
ERASED = "Details of the audit trail are only erased, by tierline privacy erase."


def upgrade() -> None:
    connection = op.get_bind()
    old = sa.table("audit_entries", sa.column("id"), sa.column("at", sa.DateTime()), *map(sa.column, SAID))
    rows = connection.execute(sa.select(old).order_by(old.c.id)).mappings().all()
    partners = _partners(connection)
    op.drop_index("ix_audit_entries_subject", "audit_entries")
    op.drop_table("audit_entries")
    _tables()
    chained = sa.table(
        "audit_entries", *map(sa.column, ("sequence", "partner", *CHAINED)), sa.column("at", sa.DateTime())
    )
    aside = sa.table("audit_details", *map(sa.column, ("sequence", *DETAILS, "salts")))
    for link, details in _chain(rows, partners):
        connection.execute(chained.insert(), link)
        connection.execute(aside.insert(), details)
    _triggers(connection.dialect.name)


def downgrade() -> None:
    connection = op.get_bind()
    entries = sa.table("audit_entries", *map(sa.column, ("sequence", "place", "action", "subject")), sa.column("at"))
    aside = sa.table("audit_details", *map(sa.column, ("sequence", *DETAILS)))
    entries.c.at.type = sa.DateTime()
    read = sa.select(entries, *(aside.c[name].label(f"aside_{name}") for name in DETAILS)).join(
        aside, aside.c.sequence == entries.c.sequence
    )
    rows = connection.execute(read.order_by(entries.c.sequence)).mappings().all()
    op.drop_table("audit_details")
    op.drop_table("audit_entries")
    if connection.dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_kept()")
        op.execute("DROP FUNCTION audit_only_erased()")
    _old_table()
    old = sa.table("audit_entries", sa.column("id"), sa.column("at", sa.DateTime()), *map(sa.column, SAID))
    for row in rows:
        said = {name: row[f"aside_{name}"] for name in SAID if name in DETAILS}
        said |= {
            "actor": said["actor"] or "",
            "place": said["place"] or row["place"],
            "subject": said["subject"] or row["subject"],
        }
        connection.execute(old.insert(), {"id": row["sequence"], "at": row["at"], "action": row["action"], **said})


def _chain(rows: Any, partners: dict[str, str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each old entry as its two rows, in the order of their ids; numbers that were never used close up."""
    previous = GENESIS
    for sequence, row in enumerate(rows, start=1):
        place, subject = impersonal_place(row["place"]), impersonal_subject(row["subject"])
        details = {name: row.get(name) for name in DETAILS}
        details["place"] = None if place == row["place"] else row["place"]
        details["subject"] = None if subject == row["subject"] else row["subject"]
        hashes, salts, commitments = committed(details, os.urandom)
        workspace, slash, _ = row["actor"].partition("/")
        link = {
            "sequence": sequence,
            "at": row["at"],
            "workspace": workspace if slash else "terminal",
            "place": place,
            "action": row["action"],
            "subject": subject,
            "partner": _partner(subject, partners),
            "previous": previous,
        }
        previous = Link(**{**link, "at": row["at"].replace(tzinfo=UTC), "commitments": hashes}).hash()
        yield link | {"commitments": commitments, "hash": previous}, details | {"sequence": sequence, "salts": salts}


def _partners(connection: sa.Connection) -> dict[str, str]:
    """The partner of each registration."""
    table = sa.table("registrations", sa.column("registration"), sa.column("partner"))
    return {number: partner for number, partner in connection.execute(sa.select(table))}


def _partner(subject: str, partners: dict[str, str]) -> str | None:
    kind, _, what = subject.partition(":")
    if kind == "meeting":
        return what.partition("|")[0] or None
    return partners.get(what) if kind == "registration" else None


def _tables() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit_entries",
        sa.Column("sequence", big, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in CHAINED),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entries")),
    )
    for name in ("subject", "partner", "at"):
        op.create_index(op.f(f"ix_audit_entries_{name}"), "audit_entries", [name])
    op.create_table(
        "audit_details",
        sa.Column("sequence", big, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in DETAILS),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_details")),
    )
    for name in ("actor", "email", "subject"):
        op.create_index(op.f(f"ix_audit_details_{name}"), "audit_details", [name])


def _old_table() -> None:
    nullable = ("on_behalf_of", "before", "after", "reason")
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=name in nullable) for name in SAID),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_subject"), "audit_entries", ["subject"])


def _triggers(dialect: str) -> None:
    """Both databases refuse to change or delete entries; details can lose their salts, and nothing else."""
    if dialect == "sqlite":
        for what in ("UPDATE", "DELETE"):
            _refuse_in_sqlite(f"audit_entries_no_{what.lower()}", f"BEFORE {what} ON audit_entries", "", KEPT)
        _refuse_in_sqlite("audit_details_no_delete", "BEFORE DELETE ON audit_details", "", ERASED)
        same = "WHEN NEW.salts = OLD.salts OR NEW.sequence <> OLD.sequence "
        _refuse_in_sqlite("audit_details_only_erased", "BEFORE UPDATE ON audit_details", same, ERASED)
        return
    kept = f"BEGIN RAISE EXCEPTION '{KEPT}'; END"
    op.execute(f"CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$ {kept} $$")
    only = (
        "BEGIN IF TG_OP = 'UPDATE' AND NEW.salts <> OLD.salts AND NEW.sequence = OLD.sequence "
        f"THEN RETURN NEW; END IF; RAISE EXCEPTION '{ERASED}'; END"
    )
    op.execute(f"CREATE FUNCTION audit_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$ {only} $$")
    for table, function in (("audit_entries", "audit_kept"), ("audit_details", "audit_only_erased")):
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def _refuse_in_sqlite(name: str, when: str, condition: str, words: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} {condition}BEGIN SELECT RAISE(ABORT, '{words}'); END")
