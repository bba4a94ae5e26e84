"""Run by Alembic, with the open connection that `store.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from store.models import Base


def plain_types(kind: str, item: Any, _autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what the database sees: a migration must not change when a class does."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_types,
    compare_server_default=True,
    transactional_ddl=True,
)
context.run_migrations()
