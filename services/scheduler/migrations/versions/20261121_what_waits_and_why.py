"""Why an event was not sent, and how far a copy differed when it was last compared."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_what_waits_and_why'
down_revision = '20261121_dead_letters'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbox', sa.Column('last_error', sa.String(length=500), nullable=True))
    op.add_column('projections', sa.Column('compared_at', labwright_chassis.columns.UtcDateTime(), nullable=True))
    op.add_column('projections', sa.Column('behind', sa.Integer(), nullable=True))
    op.add_column('projections', sa.Column('ahead', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('projections') as projections:
        for name in ('ahead', 'behind', 'compared_at'):
            projections.drop_column(name)
    with op.batch_alter_table('outbox') as outbox:
        outbox.drop_column('last_error')
