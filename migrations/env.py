"""What Alembic runs for every command; the connection is handed in by ``migrations.run``."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from models import base
from models.tables import metadata


def frozen_type(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our column types by what they are in the database: a revision must not change its meaning
    when the type's code does."""
    if kind != "type":
        return False
    if isinstance(item, base.UtcTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, base.Secret | base.SecretJson | base.SecretBytes):
        return "sa.LargeBinary()"
    if isinstance(item, sa.JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=frozen_type,
    # Alembic assumes SQLite cannot; with an explicit BEGIN it can, and a broken revision leaves
    # the database as it was.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
