"""Stewards and owner groups of devices, with the copies of people, groups and booked slots."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_02c'
down_revision = '20261121_02b'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    instant = labwright_chassis.columns.UtcDateTime()
    op.create_table('people',
    sa.Column('id', number, autoincrement=False, nullable=False),
    sa.Column('epoch', number, nullable=False),
    sa.Column('version', number, nullable=False),
    sa.Column('username', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('removed_at', instant, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    op.create_table('owner_groups',
    sa.Column('id', number, autoincrement=False, nullable=False),
    sa.Column('epoch', number, nullable=False),
    sa.Column('version', number, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('removed_at', instant, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_owner_groups'))
    )
    op.create_table('booked_slots',
    sa.Column('id', number, autoincrement=False, nullable=False),
    sa.Column('epoch', number, nullable=False),
    sa.Column('version', number, nullable=False),
    sa.Column('device_id', number, nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('ends_at', instant, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booked_slots'))
    )
    op.create_index('ix_booked_slots_device', 'booked_slots', ['device_id', 'active', 'ends_at'], unique=False)
    op.create_index('ix_booked_slots_end', 'booked_slots', ['ends_at'], unique=False)
    op.add_column('devices', sa.Column('steward_id', number, nullable=True))
    op.add_column('devices', sa.Column('owner_group_id', number, nullable=True))
    op.create_index('ix_devices_steward', 'devices', ['steward_id'], unique=False)
    op.create_index('ix_devices_owner_group', 'devices', ['owner_group_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_devices_owner_group', 'devices')
    op.drop_index('ix_devices_steward', 'devices')
    with op.batch_alter_table('devices') as devices:
        devices.drop_column('owner_group_id')
        devices.drop_column('steward_id')
    op.drop_table('booked_slots')
    op.drop_table('owner_groups')
    op.drop_table('people')
