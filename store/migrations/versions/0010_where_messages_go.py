"""Where somebody wants to be told things, when the desk is served in more than one workspace."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person_clocks", sa.Column("workspace", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("person_clocks", "workspace")
