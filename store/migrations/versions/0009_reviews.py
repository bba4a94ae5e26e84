"""Reviews that run themselves: cadences, moves, snoozes, outcomes, commitments, packs, and people's own mornings."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = ("pending", "sending", "sent", "parked", "expired")
AFTER = (*BEFORE, "dropped", "folded")


def upgrade() -> None:
    _meeting_table(
        "review_cadences",
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("day_rule", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        _one_of("review_cadences", "every", ("month", "quarter", "half_year", "year", "never")),
        day=False,
    )
    _meeting_table(
        "meeting_changes",
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        _one_of("meeting_changes", "change", ("moved", "skipped", "waived")),
    )
    _meeting_table(
        "review_snoozes",
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("snoozed_by", sa.Text(), nullable=False),
        sa.Column("snoozed_at", sa.DateTime(), nullable=False),
    )
    _meeting_table(
        "meeting_outcomes",
        sa.Column("decisions", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
    )
    _meeting_table(
        "frozen_packs",
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
    )
    _commitments()
    _opportunity_changes()
    _person_clocks()
    op.add_column("channel_subscriptions", sa.Column("hour", sa.BigInteger(), nullable=False, server_default="9"))
    op.add_column("channel_subscriptions", sa.Column("changed_at", sa.DateTime(), nullable=True))
    op.add_column("outbox", sa.Column("in_budget", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("told_in", sa.Text(), nullable=True))
    op.create_index(op.f("ix_outbox_target_due_at"), "outbox", ["target", "due_at"])
    _states(AFTER)


def downgrade() -> None:
    op.execute("UPDATE outbox SET state = 'expired' WHERE state IN ('dropped', 'folded')")
    op.drop_index(op.f("ix_outbox_target_due_at"), table_name="outbox")
    op.drop_column("outbox", "told_in")
    op.drop_column("outbox", "in_budget")
    _states(BEFORE)
    op.drop_column("channel_subscriptions", "changed_at")
    op.drop_column("channel_subscriptions", "hour")
    op.drop_table("person_clocks")
    op.drop_index(op.f("ix_opportunity_changes_opportunity_id"), table_name="opportunity_changes")
    op.drop_table("opportunity_changes")
    op.drop_index(op.f("ix_commitments_state_due_on"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_partner_program"), table_name="commitments")
    op.drop_table("commitments")
    for table in ("frozen_packs", "meeting_outcomes", "review_snoozes", "meeting_changes", "review_cadences"):
        op.drop_table(table)


def _commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("partner", "program", "kind")),
        sa.Column("scheduled_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("side", "what", "owner")),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="open"),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        _one_of("commitments", "side", ("vendor", "partner")),
        _one_of("commitments", "state", ("open", "done", "dropped")),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name=op.f("fk_commitments_partner_partners")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index(op.f("ix_commitments_partner_program"), "commitments", ["partner", "program"])
    op.create_index(op.f("ix_commitments_state_due_on"), "commitments", ["state", "due_on"])


def _opportunity_changes() -> None:
    op.create_table(
        "opportunity_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("opportunity", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity"],
            ["opportunities.opportunity"],
            name=op.f("fk_opportunity_changes_opportunity_opportunities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_changes")),
    )
    op.create_index(op.f("ix_opportunity_changes_opportunity_id"), "opportunity_changes", ["opportunity", "id"])


def _person_clocks() -> None:
    op.create_table(
        "person_clocks",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("morning", "quiet_from", "quiet_until", "most_a_day")
        ),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_person_clocks")),
    )


def _meeting_table(table: str, *columns: sa.schema.SchemaItem, day: bool = True) -> None:
    """A table of things about a meeting, or with no `day` about a kind of meeting with a partner."""
    key = ("partner", "program", "kind", *(("scheduled_on",) if day else ()))
    op.create_table(
        table,
        *(sa.Column(name, sa.Text(), nullable=False) for name in key[:3]),
        *((sa.Column("scheduled_on", sa.Date(), nullable=False),) if day else ()),
        *columns,
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name=op.f(f"fk_{table}_partner_partners")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}"))


def _states(words: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_state"), type_="check")
        outbox.create_check_constraint(op.f("ck_outbox_state"), f"state IN ({allowed})")
