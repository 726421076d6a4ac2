"""What waits for somebody's approval, who looks after a device, and a booking's history."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_what_waits_for_approval'
down_revision = '20261126_groups'
branch_labels = None
depends_on = None

INSTANTS = ('asked_at', 'expires_at', 'wanted_start_at', 'wanted_end_at')
FOLLOWED = ('extends_id', 'replaces_id')


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    instant = labwright_chassis.columns.UtcDateTime()
    for name in INSTANTS:
        op.add_column('slots', sa.Column(name, instant, nullable=True))
    for name in FOLLOWED:
        op.add_column('slots', sa.Column(name, big, nullable=True))
    op.add_column('bookings', sa.Column('approval_reasons', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('devices', sa.Column('steward_id', big, nullable=True))
    op.create_table('booking_steps',
    sa.Column('id', big, nullable=False),
    sa.Column('booking_id', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('at', instant, nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('changes', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['booking_id'], ['bookings.id'], name=op.f('fk_booking_steps_booking_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_steps'))
    )
    op.create_index('ix_booking_steps_booking', 'booking_steps', ['booking_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('booking_steps')
    op.execute('ALTER TABLE devices DROP COLUMN steward_id')
    op.execute('ALTER TABLE bookings DROP COLUMN approval_reasons')
    # Not by copying the table, as SQLite would: that cannot copy the computed column.
    for name in (*INSTANTS, *FOLLOWED):
        op.execute(f'ALTER TABLE slots DROP COLUMN {name}')
