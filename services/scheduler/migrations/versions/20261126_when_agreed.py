"""When a slot was confirmed that waited for it: the time to check in counts from then on."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_when_agreed'
down_revision = '20261126_who_uses'
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = labwright_chassis.columns.UtcDateTime()
    op.add_column('slots', sa.Column('agreed_at', instant, nullable=True))


def downgrade() -> None:
    # Not by copying the table, as SQLite would: that cannot copy the computed column.
    op.execute('ALTER TABLE slots DROP COLUMN agreed_at')
