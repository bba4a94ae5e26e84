"""Served on several surfaces: where somebody wants to be told things, and which accounts are one person."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person_clocks", sa.Column("workspace", sa.Text(), nullable=True))
    accounts = op.create_table(
        "accounts",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace", "user", "email")),
        sa.PrimaryKeyConstraint("workspace", "user", name=op.f("pk_accounts")),
    )
    for name in ("email", "user"):
        op.create_index(op.f(f"ix_accounts_{name}"), "accounts", [name])
    known = _known()
    if known:
        op.bulk_insert(accounts, known)


def downgrade() -> None:
    for name in ("user", "email"):
        op.drop_index(op.f(f"ix_accounts_{name}"), table_name="accounts")
    op.drop_table("accounts")
    op.drop_column("person_clocks", "workspace")


def _known() -> list[dict[str, str]]:
    """Who changed something before: the audit trail has `workspace/user name` and the address, the latest last."""
    trail = sa.table("audit_details", *(sa.column(name) for name in ("sequence", "actor", "email")))
    signed = sa.select(trail.c.actor, trail.c.email).where(trail.c.email.is_not(None), trail.c.actor.is_not(None))
    found: dict[tuple[str, str], str] = {}
    for actor, email in op.get_bind().execute(signed.order_by(trail.c.sequence)):
        workspace, _, who = actor.partition("/")
        user = who.partition(" ")[0]
        if workspace and user:
            found[workspace, user] = email
    return [{"workspace": workspace, "user": user, "email": email} for (workspace, user), email in found.items()]
