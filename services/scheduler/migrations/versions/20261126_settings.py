"""What may be set about bookings while it runs."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_settings'
down_revision = '20261121_maintenance_windows'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'runtime_settings',
        sa.Column('area', sa.String(40), nullable=False),
        sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('explicit', sa.JSON(none_as_null=True), nullable=False),
        sa.Column('changed_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
        sa.Column('changed_by', sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint('area', name='pk_runtime_settings'),
    )


def downgrade() -> None:
    op.drop_table('runtime_settings')
