"""Channels that are bound to a partner, and whom a message of the outbox is for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_bindings",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace", "channel", "partner", "bound_by")),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", name=op.f("pk_channel_bindings")),
    )
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("audience", sa.Text(), nullable=False, server_default="staff"))
        table.add_column(sa.Column("instead", sa.Text(), nullable=True))
    with op.batch_alter_table("outbox") as table:
        table.alter_column("audience", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.drop_column("instead")
        table.drop_column("audience")
    op.drop_table("channel_bindings")
