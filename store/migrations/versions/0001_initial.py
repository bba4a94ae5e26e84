"""The first schema: the portfolio, deal registrations, and what the program keeps for itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "partners",
    "enrollments",
    "people",
    "agreements",
    "invitations",
    "opportunities",
    "opportunity_partners",
    "fx_rates",
    "registrations",
    "meetings",
    "steps",
    "audit_entries",
    "inbound_keys",
    "channel_subscriptions",
    "counters",
)


def upgrade() -> None:
    _partners()
    _belongings()
    _opportunities()
    _registrations()
    _reviews()
    _operations()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _partners() -> None:
    """Partners and their enrollments."""
    op.create_table(
        "partners",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_partners_status")),
        sa.CheckConstraint(
            "type IN ('si', 'resell', 'isv', 'consultancy', 'management_consulting', 'digital_agency', 'technology')",
            name=op.f("ck_partners_type"),
        ),
        sa.ForeignKeyConstraint(
            ["parent"],
            ["partners.partner"],
            name="fk_partners_parent_partners",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partner", name="pk_partners"),
    )
    op.create_table(
        "enrollments",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("tier_since", sa.Date(), nullable=True),
        sa.Column("enrolled_on", sa.Date(), nullable=True),
        sa.Column("manager", sa.Text(), nullable=True),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("last_activity_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_enrollments_partner_partners"),
        sa.PrimaryKeyConstraint("partner", "program", name="pk_enrollments"),
    )
    op.create_index("ix_enrollments_manager", "enrollments", ["manager"])
    op.create_index("ix_enrollments_program", "enrollments", ["program"])


def _belongings() -> None:
    """What belongs to one partner."""
    op.create_table(
        "people",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("earned_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_people_partner_partners"),
        sa.PrimaryKeyConstraint("partner", "email", "credential", name="pk_people"),
    )
    op.create_table(
        "agreements",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_agreements_partner_partners"),
        sa.PrimaryKeyConstraint("partner", "agreement", "signed_on", name="pk_agreements"),
    )
    op.create_table(
        "invitations",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_invitations_partner_partners"),
        sa.PrimaryKeyConstraint("partner", "program", "benefit", name="pk_invitations"),
    )


def _opportunities() -> None:
    """Opportunities and exchange rates."""
    op.create_table(
        "opportunities",
        sa.Column("opportunity", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=True),
        sa.Column("customer_domain", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("earr", sa.BigInteger(), nullable=True),
        sa.Column("professional_services", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("close_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('prospecting', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost')",
            name=op.f("ck_opportunities_stage"),
        ),
        sa.PrimaryKeyConstraint("opportunity", name="pk_opportunities"),
    )
    op.create_table(
        "opportunity_partners",
        sa.Column("opportunity", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('influenced', 'resold')", name=op.f("ck_opportunity_partners_role")),
        sa.ForeignKeyConstraint(
            ["opportunity"],
            ["opportunities.opportunity"],
            name="fk_opportunity_partners_opportunity_opportunities",
        ),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_opportunity_partners_partner_partners"),
        sa.PrimaryKeyConstraint("opportunity", "partner", name="pk_opportunity_partners"),
    )
    op.create_index("ix_opportunity_partners_partner", "opportunity_partners", ["partner"])
    op.create_table(
        "fx_rates",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("usd", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("currency", "effective_on", name="pk_fx_rates"),
    )


def _registrations() -> None:
    """Deal registrations."""
    op.create_table(
        "registrations",
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("customer", sa.Text(), nullable=True),
        sa.Column("customer_domain", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("earr", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("opportunity", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('sourced', 'influenced', 'resold', 'referral')", name=op.f("ck_registrations_role")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity"], ["opportunities.opportunity"], name="fk_registrations_opportunity_opportunities"
        ),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_registrations_partner_partners"),
        sa.PrimaryKeyConstraint("registration", name="pk_registrations"),
    )
    op.create_index("ix_registrations_partner", "registrations", ["partner"])
    op.create_index("ix_registrations_submitted_on", "registrations", ["submitted_on"])


def _reviews() -> None:
    """Meetings and lifecycle steps."""
    op.create_table(
        "meetings",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scheduled_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('pipeline_review', 'qbr', 'executive')", name=op.f("ck_meetings_kind")),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_meetings_partner_partners"),
        sa.PrimaryKeyConstraint("partner", "program", "kind", "scheduled_on", name="pk_meetings"),
    )
    op.create_index("ix_meetings_scheduled_on", "meetings", ["scheduled_on"])
    op.create_table(
        "steps",
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["partner"], ["partners.partner"], name="fk_steps_partner_partners"),
        sa.PrimaryKeyConstraint("partner", "program", "step", name="pk_steps"),
    )


def _operations() -> None:
    """What the program keeps for itself."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject"])
    op.create_table(
        "inbound_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inbound_keys"),
    )
    op.create_index("ix_inbound_keys_at", "inbound_keys", ["at"])
    op.create_table(
        "channel_subscriptions",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", "digest", name="pk_channel_subscriptions"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
