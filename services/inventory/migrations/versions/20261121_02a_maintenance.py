"""Maintenance of devices."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_02a'
down_revision = '20261121_01b'
branch_labels = None
depends_on = None

KINDS = ('preventive', 'corrective', 'calibration', 'inspection', 'upgrade', 'other')
STATES = ('scheduled', 'in_progress', 'done', 'cancelled')
STATUSES = ('planned', 'active', 'in_maintenance', 'spare', 'retired')


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    instant = labwright_chassis.columns.UtcDateTime()
    text = {'native_enum': False, 'length': 24, 'create_constraint': False}
    op.create_table('maintenance',
    sa.Column('id', number, nullable=False),
    sa.Column('device_id', number, nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='maintenancekind', **text), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('starts_at', instant, nullable=False),
    sa.Column('ends_at', instant, nullable=False),
    sa.Column('state', sa.Enum(*STATES, name='maintenancestate', **text), nullable=False),
    sa.Column('former_status', sa.Enum(*STATUSES, name='devicestatus', **text), nullable=True),
    sa.Column('started_at', instant, nullable=True),
    sa.Column('performed_at', instant, nullable=True),
    sa.Column('performed_by', sa.String(length=200), nullable=True),
    sa.Column('next_due', instant, nullable=True),
    sa.Column('cost', sa.Numeric(precision=12, scale=2, asdecimal=False), nullable=True),
    sa.Column('parts', sa.Text(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('version', number, nullable=False),
    sa.Column('created_at', instant, nullable=False),
    sa.Column('updated_at', instant, nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_maintenance_device_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_maintenance')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_maintenance_device', 'maintenance', ['device_id', 'starts_at'], unique=False)
    op.create_index('ix_maintenance_window', 'maintenance', ['starts_at', 'ends_at'], unique=False)
    op.create_index('ix_maintenance_next_due', 'maintenance', ['next_due'], unique=False)


def downgrade() -> None:
    op.drop_table('maintenance')
