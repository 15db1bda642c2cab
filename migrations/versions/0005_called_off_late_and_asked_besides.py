"""Who called off late is found by the session; what a proxy asks for besides."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bookings_late",
            ["session_id"],
            unique=False,
            sqlite_where=sa.text("attended = 'late'"),
            postgresql_where=sa.text("attended = 'late'"),
        )

    with op.batch_alter_table("proxies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("more", _JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("proxies", schema=None) as batch_op:
        batch_op.drop_column("more")
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_bookings_late",
            sqlite_where=sa.text("attended = 'late'"),
            postgresql_where=sa.text("attended = 'late'"),
        )
