"""When a slot was to end that was given back early."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_planned_end'
down_revision = '20261121_closures'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('slots', sa.Column('planned_end_at', labwright_chassis.columns.UtcDateTime(), nullable=True))


def downgrade() -> None:
    # Not by copying the table, as SQLite would: that cannot copy the computed column.
    op.execute('ALTER TABLE slots DROP COLUMN planned_end_at')
