"""Questions that were answered by a message: what a thread inherits, and whether the answer was found good."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("status", "kind", "reading", "context")),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("verdict_by", sa.Text(), nullable=True),
        sa.Column("verdict_at", sa.DateTime(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint("verdict IN ('good', 'bad')", name=op.f("ck_asked_questions_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
    )
    op.create_index(
        op.f("ix_asked_questions_workspace_conversation_thread_id"),
        "asked_questions",
        ["workspace", "conversation", "thread", "id"],
    )
    op.create_index(op.f("ix_asked_questions_verdict"), "asked_questions", ["verdict"])


def downgrade() -> None:
    op.drop_table("asked_questions")
