"""The whole life of a deal registration: what is asked of it, what it collides with, how long it is protected."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from store.repositories.match_keys import OPPORTUNITY, REGISTRATION, rekey

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = (
    ("professional_services", sa.BigInteger()),
    ("deal_stage", sa.Text()),
    ("contact_name", sa.Text()),
    ("contact_title", sa.Text()),
    ("contact_email", sa.Text()),
    ("competitor", sa.Text()),
    ("compelling_event", sa.Text()),
    ("parent_company", sa.Text()),
    ("tender_on", sa.Date()),
    ("existing_customer", sa.Text()),
    ("notes", sa.Text()),
    ("filed_in", sa.Text()),
    ("taken_by", sa.Text()),
    ("taken_at", sa.DateTime()),
    ("held_at", sa.DateTime()),
    ("resolution", sa.Text()),
    ("reason_code", sa.Text()),
    ("asked", sa.Text()),
    ("asked_fields", sa.Text()),
    ("asked_at", sa.DateTime()),
    ("protected_until", sa.Date()),
    ("extensions", sa.BigInteger(), "0"),
    ("appealed_from", sa.Text()),
    ("appealed_at", sa.DateTime()),
    ("first_decider", sa.Text()),
    ("closed_on", sa.Date()),
    ("updated_on", sa.Date()),
    ("rules", sa.Text()),
)


def upgrade() -> None:
    for name, kind, *default in COLUMNS:
        start = default[0] if default else None
        op.add_column("registrations", sa.Column(name, kind, nullable=start is None, server_default=start))
    op.create_table(
        "registration_matches",
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration"],
            ["registrations.registration"],
            name=op.f("fk_registration_matches_registration_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration", "kind", "other", name=op.f("pk_registration_matches")),
    )
    op.create_index(op.f("ix_registration_matches_other"), "registration_matches", ["other"])
    op.create_table(
        "match_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "kind", "id", name=op.f("pk_match_keys")),
    )
    op.create_index(op.f("ix_match_keys_kind_id"), "match_keys", ["kind", "id"])
    _find_customers()
    op.create_table(
        "registration_drafts",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("filled", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "author", name=op.f("pk_registration_drafts")),
    )
    op.create_table(
        "dropped_credits",
        sa.Column("opportunity", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("dropped_by", sa.Text(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity"],
            ["opportunities.opportunity"],
            name=op.f("fk_dropped_credits_opportunity_opportunities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["partner"], ["partners.partner"], name=op.f("fk_dropped_credits_partner_partners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("opportunity", "partner", name=op.f("pk_dropped_credits")),
    )


def _find_customers() -> None:
    """The keys of what is stored already."""
    with Session(op.get_bind()) as session:
        for kind, table in ((REGISTRATION, "registrations"), (OPPORTUNITY, "opportunities")):
            rekey(session, kind, session.scalars(sa.select(sa.column(kind)).select_from(sa.table(table))).all())
        session.flush()


def downgrade() -> None:
    op.drop_table("dropped_credits")
    op.drop_table("registration_drafts")
    op.drop_index(op.f("ix_match_keys_kind_id"), table_name="match_keys")
    op.drop_table("match_keys")
    op.drop_index(op.f("ix_registration_matches_other"), table_name="registration_matches")
    op.drop_table("registration_matches")
    for name, *_ in reversed(COLUMNS):
        op.drop_column("registrations", name)
