"""first tables"""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = '20261120_0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bookings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uid', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('org', sa.String(length=40), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('message', sa.Text(), nullable=True),
    sa.Column('held_until', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bookings')),
    sa.UniqueConstraint('uid', name=op.f('uq_bookings_uid'))
    )
    with op.batch_alter_table('bookings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bookings_held_until'), ['held_until'], unique=False)
        batch_op.create_index('ix_bookings_holds', ['owner_id', 'held_until'], unique=False)

    op.create_table('counters',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_counters'))
    )
    op.create_table('devices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('epoch', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('oi_id', sa.String(length=100), nullable=True),
    sa.Column('type_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('type_name', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('manufacturer', sa.String(length=200), nullable=True),
    sa.Column('model', sa.String(length=200), nullable=True),
    sa.Column('site_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('site_name', sa.String(length=200), nullable=True),
    sa.Column('time_zone', sa.String(length=64), nullable=True),
    sa.Column('status', sa.Enum('planned', 'active', 'in_maintenance', 'spare', 'retired', 'unknown', name='devicestatus', native_enum=False, length=24), nullable=False),
    sa.Column('schedulable', sa.Boolean(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('polatis_name', sa.String(length=200), nullable=True),
    sa.Column('tags', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('tag_keys', sa.Text(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.Column('calendar_version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_devices'))
    )
    with op.batch_alter_table('devices', schema=None) as batch_op:
        batch_op.create_index('ix_devices_name', ['name'], unique=False)
        batch_op.create_index('ix_devices_site', ['site_id'], unique=False)
        batch_op.create_index('ix_devices_type', ['type_id'], unique=False)

    op.create_table('idempotency_keys',
    sa.Column('caller', sa.String(length=80), nullable=False),
    sa.Column('route', sa.String(length=160), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('headers', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('body', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mariadb').with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=True),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('caller', 'route', 'key', name=op.f('pk_idempotency_keys'))
    )
    with op.batch_alter_table('idempotency_keys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotency_keys_created_at'), ['created_at'], unique=False)

    op.create_table('inbox',
    sa.Column('consumer', sa.String(length=80), nullable=False),
    sa.Column('event_id', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('received_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('consumer', 'event_id', name=op.f('pk_inbox'))
    )
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_received_at'), ['received_at'], unique=False)

    op.create_table('leases',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('holder', sa.String(length=80), nullable=False),
    sa.Column('held_until', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('done_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('event_id', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('aggregate', sa.String(length=40), nullable=False),
    sa.Column('aggregate_id', sa.String(length=64), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payload', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('org', sa.String(length=40), nullable=False),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.Column('traceparent', sa.String(length=64), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('sent_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('retry_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('event_id', name=op.f('uq_outbox_event_id')),
    sa.UniqueConstraint('position', name=op.f('uq_outbox_position')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_unsent', ['sent_at', 'id'], unique=False)

    op.create_table('overcommitments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('start_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('end_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('cause', sa.String(length=60), nullable=False),
    sa.Column('recorded_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('resolved_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overcommitments'))
    )
    with op.batch_alter_table('overcommitments', schema=None) as batch_op:
        batch_op.create_index('ix_overcommitments_device', ['device_id', 'resolved_at'], unique=False)

    op.create_table('people',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('epoch', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('username', sa.String(length=100), nullable=False),
    sa.Column('username_key', sa.String(length=100), nullable=False),
    sa.Column('display_name', sa.String(length=200), nullable=False),
    sa.Column('status', sa.Enum('active', 'disabled', 'unknown', name='userstatus', native_enum=False, length=24), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_username_key'), ['username_key'], unique=False)

    op.create_table('projections',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('synced_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_projections'))
    )
    op.create_table('collaborators',
    sa.Column('booking_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['booking_id'], ['bookings.id'], name=op.f('fk_collaborators_booking_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('booking_id', 'person_id', name=op.f('pk_collaborators'))
    )
    with op.batch_alter_table('collaborators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collaborators_person_id'), ['person_id'], unique=False)

    op.create_table('slots',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('booking_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('start_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('end_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('state', sa.Enum('HELD', 'PENDING', 'CONFLICTING', 'CONFIRMED', 'WAITLISTED', 'REJECTED', 'CANCELLED', 'RELEASED', 'EXPIRED', 'COMPLETED', 'unknown', name='slotstate', native_enum=False, length=24), nullable=False),
    sa.Column('occupies', sa.Boolean(), sa.Computed("state IN ('CONFIRMED', 'HELD', 'PENDING')", persisted=True), nullable=True),
    sa.Column('overcommitted', sa.Boolean(), nullable=False),
    sa.CheckConstraint('end_at > start_at', name=op.f('ck_slots_ends_after_start')),
    sa.ForeignKeyConstraint(['booking_id'], ['bookings.id'], name=op.f('fk_slots_booking_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slots'))
    )
    with op.batch_alter_table('slots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slots_booking_id'), ['booking_id'], unique=False)
        batch_op.create_index('ix_slots_calendar', ['device_id', 'occupies', 'start_at', 'end_at'], unique=False)
        batch_op.create_index('ix_slots_state_end', ['state', 'end_at'], unique=False)
        batch_op.create_index('ix_slots_week', ['start_at', 'end_at'], unique=False)



def downgrade() -> None:
    op.drop_table('slots')
    op.drop_table('collaborators')
    op.drop_table('projections')
    op.drop_table('people')
    op.drop_table('overcommitments')
    op.drop_table('outbox')
    op.drop_table('leases')
    op.drop_table('inbox')
    op.drop_table('idempotency_keys')
    op.drop_table('devices')
    op.drop_table('counters')
    op.drop_table('bookings')
