"""Whose turn it is among those who wait, and which slots were forced."""

import sqlalchemy as sa
from alembic import op

revision = '20261126_who_waits'
down_revision = '20261126_ends_at'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('bookings', sa.Column('priority', sa.Integer(), server_default='0', nullable=False))
    op.add_column('slots', sa.Column('forced', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    # Not by copying the table, as SQLite would: that cannot copy the computed column.
    op.execute('ALTER TABLE slots DROP COLUMN forced')
    op.execute('ALTER TABLE bookings DROP COLUMN priority')
