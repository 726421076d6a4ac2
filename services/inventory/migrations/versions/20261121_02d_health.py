"""Health of devices."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_02d'
down_revision = '20261121_02c'
branch_labels = None
depends_on = None

STATUSES = ('ok', 'warning', 'critical', 'unknown')


def _columns() -> list[sa.Column]:
    status = sa.Enum(*STATUSES, name='healthstatus', native_enum=False, length=24, create_constraint=False)
    return [
        sa.Column('status', status, nullable=False),
        sa.Column('message', sa.String(length=1000), nullable=True),
        sa.Column('metrics', sa.JSON(none_as_null=True), nullable=False),
        sa.Column('actor', sa.String(length=80), nullable=False),
        sa.Column('reported_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    ]


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('device_health',
    sa.Column('device_id', number, autoincrement=False, nullable=False),
    *_columns(),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_device_health_device_id')),
    sa.PrimaryKeyConstraint('device_id', name=op.f('pk_device_health'))
    )
    op.create_index('ix_device_health_status', 'device_health', ['status', 'device_id'], unique=False)
    op.create_table('health_reports',
    sa.Column('id', number, nullable=False),
    sa.Column('device_id', number, nullable=False),
    *_columns(),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_reports')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_health_reports_device', 'health_reports', ['device_id', 'id'], unique=False)
    op.create_index('ix_health_reports_at', 'health_reports', ['reported_at'], unique=False)


def downgrade() -> None:
    op.drop_table('health_reports')
    op.drop_table('device_health')
