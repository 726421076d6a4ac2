"""When a slot was checked in, and since when a booking's owner is gone."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_who_uses'
down_revision = '20261126_who_waits'
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = labwright_chassis.columns.UtcDateTime()
    op.add_column('slots', sa.Column('checked_in_at', instant, nullable=True))
    op.add_column('bookings', sa.Column('owner_gone_at', instant, nullable=True))
    op.create_index('ix_bookings_owner_gone_at', 'bookings', ['owner_gone_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_bookings_owner_gone_at', table_name='bookings')
    op.execute('ALTER TABLE bookings DROP COLUMN owner_gone_at')
    # Not by copying the table, as SQLite would: that cannot copy the computed column.
    op.execute('ALTER TABLE slots DROP COLUMN checked_in_at')
