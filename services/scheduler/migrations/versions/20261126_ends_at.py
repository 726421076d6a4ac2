"""When a booking ends, so that somebody's coming ones are found without the past."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_ends_at'
down_revision = '20261126_presets'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('bookings', sa.Column('ends_at', labwright_chassis.columns.UtcDateTime(), nullable=True))
    op.execute('UPDATE bookings SET ends_at = (SELECT MAX(end_at) FROM slots WHERE booking_id = bookings.id)')
    op.create_index('ix_bookings_owner_end', 'bookings', ['owner_id', 'ends_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_bookings_owner_end', table_name='bookings')
    op.drop_column('bookings', 'ends_at')
