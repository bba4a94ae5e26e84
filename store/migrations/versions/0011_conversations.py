"""Conversations of Microsoft Teams: where to write, what came in, which forms are open, which files wait."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = ("personal", "group", "channel", "shared")
STATES = ("active", "removed", "blocked")


def upgrade() -> None:
    op.create_table(
        "conversations",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace", "conversation", "kind", "state")),
        sa.Column("address", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("team", "person", "email")),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_conversations_kind")),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_conversations_state")),
        sa.PrimaryKeyConstraint("workspace", "conversation", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_workspace_person"), "conversations", ["workspace", "person"])
    op.create_index(op.f("ix_conversations_workspace_email"), "conversations", ["workspace", "email"])
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("key", "workspace", "person")),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    op.create_index(op.f("ix_inbox_next_at"), "inbox", ["next_at"])
    op.create_table(
        "open_forms",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("token", "workspace", "person", "document")),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_open_forms")),
    )
    op.create_index(op.f("ix_open_forms_opened_at"), "open_forms", ["opened_at"])
    op.create_table(
        "handed_files",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("key", "workspace", "person", "file_name", "media_type")
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_handed_files")),
    )
    op.create_index(op.f("ix_handed_files_until"), "handed_files", ["until"])


def downgrade() -> None:
    for table in ("handed_files", "open_forms", "inbox", "conversations"):
        op.drop_table(table)
