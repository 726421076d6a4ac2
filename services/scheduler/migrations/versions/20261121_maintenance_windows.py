"""Maintenance windows from inventory."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_maintenance_windows'
down_revision = '20261121_01'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('maintenance_windows',
    sa.Column('id', big, autoincrement=False, nullable=False),
    sa.Column('epoch', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('device_id', big, nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('scheduled', 'in_progress', 'done', 'cancelled', 'unknown', name='maintenancestate', native_enum=False, length=24), nullable=False),
    sa.Column('start_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('end_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_maintenance_windows'))
    )
    op.create_index('ix_maintenance_windows_device', 'maintenance_windows', ['device_id', 'end_at'], unique=False)


def downgrade() -> None:
    op.drop_table('maintenance_windows')
