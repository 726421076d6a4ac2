"""First tables."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = '20261120_0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('counters',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_counters'))
    )
    op.create_table('history',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('action', sa.Enum('create', 'update', 'tags', 'import', 'remove', name='action', native_enum=False, length=24), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('old', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('new', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.Column('note', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_history_device', 'history', ['device_id', 'id'], unique=False)
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
    op.create_index(op.f('ix_idempotency_keys_created_at'), 'idempotency_keys', ['created_at'], unique=False)
    op.create_table('inbox',
    sa.Column('consumer', sa.String(length=80), nullable=False),
    sa.Column('event_id', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('received_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('consumer', 'event_id', name=op.f('pk_inbox'))
    )
    op.create_index(op.f('ix_inbox_received_at'), 'inbox', ['received_at'], unique=False)
    op.create_table('leases',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('holder', sa.String(length=80), nullable=False),
    sa.Column('held_until', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('done_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('manufacturers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('website', sa.String(length=500), nullable=True),
    sa.Column('description', sa.String(length=1000), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_manufacturers')),
    sa.UniqueConstraint('name_key', name=op.f('uq_manufacturers_name_key')),
    sqlite_autoincrement=True
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
    op.create_index('ix_outbox_unsent', 'outbox', ['sent_at', 'id'], unique=False)
    op.create_table('projections',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('synced_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_projections'))
    )
    op.create_table('sites',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('address', sa.String(length=1000), nullable=True),
    sa.Column('time_zone', sa.String(length=64), nullable=True),
    sa.Column('colour', sa.String(length=7), nullable=True),
    sa.Column('description', sa.String(length=1000), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sites')),
    sa.UniqueConstraint('name_key', name=op.f('uq_sites_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('tags',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('colour', sa.String(length=7), nullable=True),
    sa.Column('description', sa.String(length=1000), nullable=True),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tags')),
    sa.UniqueConstraint('name_key', name=op.f('uq_tags_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('device_types',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('schedulable', sa.Boolean(), nullable=False),
    sa.Column('has_ports', sa.Boolean(), nullable=False),
    sa.Column('manufacturer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('model', sa.String(length=200), nullable=True),
    sa.Column('u_height', sa.Numeric(precision=4, scale=1, asdecimal=False), nullable=True),
    sa.Column('default_capacity', sa.Integer(), nullable=False),
    sa.Column('description', sa.String(length=1000), nullable=True),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['manufacturer_id'], ['manufacturers.id'], name=op.f('fk_device_types_manufacturer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device_types')),
    sa.UniqueConstraint('name_key', name=op.f('uq_device_types_name_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_device_types_manufacturer', 'device_types', ['manufacturer_id'], unique=False)
    op.create_table('devices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('oi_id', sa.String(length=100), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('device_type_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('manufacturer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('model', sa.String(length=200), nullable=True),
    sa.Column('serial_number', sa.String(length=100), nullable=True),
    sa.Column('status', sa.Enum('planned', 'active', 'in_maintenance', 'spare', 'retired', name='devicestatus', native_enum=False, length=24), nullable=False),
    sa.Column('schedulable', sa.Boolean(), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('site_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('hostname', sa.String(length=253), nullable=True),
    sa.Column('mgmt_ip', sa.String(length=45), nullable=True),
    sa.Column('polatis_name', sa.String(length=200), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('site_key', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('oi_id_key', sa.String(length=255), nullable=True),
    sa.Column('serial_key', sa.String(length=255), nullable=True),
    sa.Column('version', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['device_type_id'], ['device_types.id'], name=op.f('fk_devices_device_type_id')),
    sa.ForeignKeyConstraint(['manufacturer_id'], ['manufacturers.id'], name=op.f('fk_devices_manufacturer_id')),
    sa.ForeignKeyConstraint(['site_id'], ['sites.id'], name=op.f('fk_devices_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_devices')),
    sa.UniqueConstraint('oi_id_key', name=op.f('uq_devices_oi_id_key')),
    sa.UniqueConstraint('serial_key', name=op.f('uq_devices_serial_key')),
    sa.UniqueConstraint('site_key', 'name_key', name=op.f('uq_devices_site_key_name_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_devices_manufacturer', 'devices', ['manufacturer_id'], unique=False)
    op.create_index('ix_devices_name', 'devices', ['name_key'], unique=False)
    op.create_index('ix_devices_site', 'devices', ['site_id'], unique=False)
    op.create_index('ix_devices_type', 'devices', ['device_type_id'], unique=False)
    op.create_table('device_tags',
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tag_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_device_tags_device_id')),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_device_tags_tag_id')),
    sa.PrimaryKeyConstraint('device_id', 'tag_id', name=op.f('pk_device_tags'))
    )
    op.create_index('ix_device_tags_tag', 'device_tags', ['tag_id', 'device_id'], unique=False)


def downgrade() -> None:
    op.drop_table('device_tags')
    op.drop_table('devices')
    op.drop_table('device_types')
    op.drop_table('tags')
    op.drop_table('sites')
    op.drop_table('projections')
    op.drop_table('outbox')
    op.drop_table('manufacturers')
    op.drop_table('leases')
    op.drop_table('inbox')
    op.drop_table('idempotency_keys')
    op.drop_table('history')
    op.drop_table('counters')
