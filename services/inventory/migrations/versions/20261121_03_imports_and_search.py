"""Kept imports, files that wait for the worker, texts that devices are found by, orders."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = '20261121_03'
down_revision = '20261121_02e'
branch_labels = None
depends_on = None

STATES = ('queued', 'running', 'done', 'failed', 'undone')
ACTIONS = ('create', 'update', 'unchanged', 'error')
TEXTS = ('name', 'oi_id', 'serial_number', 'hostname', 'model')
INDEXES = {
    'oi_id': ('oi_id_key',),
    'serial': ('serial_key',),
    'status': ('status', 'name_key'),
    'model': ('model', 'name_key'),
    'hostname': ('hostname',),
    'created': ('created_at',),
    'updated': ('updated_at',),
    'removed': ('removed_at', 'created_at'),
}
LONGEST = 4 * (120 + 100 + 100 + 253 + 200) + 4


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    instant = labwright_chassis.columns.UtcDateTime()
    flag = sa.Boolean(create_constraint=False)
    op.create_table('imports',
    sa.Column('id', number, nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum(*STATES, name='importstate', native_enum=False, length=24, create_constraint=False), nullable=False),
    sa.Column('dry_run', flag, nullable=False),
    sa.Column('background', flag, nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in ('rows', 'progress', 'created', 'updated', 'unchanged', 'wrong')),
    sa.Column('reason', sa.String(length=1000), nullable=True),
    sa.Column('last_history', number, nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('org', sa.String(length=40), nullable=False),
    sa.Column('sites', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('request_id', sa.String(length=64), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_by', sa.String(length=32), nullable=True),
    sa.Column('claimed_until', instant, nullable=True),
    sa.Column('created_at', instant, nullable=False),
    sa.Column('ended_at', instant, nullable=True),
    sa.Column('undone_at', instant, nullable=True),
    sa.Column('undone_by', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_imports_state', 'imports', ['state', 'id'], unique=False)
    op.create_table('import_rows',
    sa.Column('id', number, nullable=False),
    sa.Column('import_id', number, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum(*ACTIONS, name='rowaction', native_enum=False, length=24, create_constraint=False), nullable=False),
    sa.Column('device_id', number, nullable=True),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('changes', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('before', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('errors', sa.JSON(none_as_null=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_rows')),
    sa.UniqueConstraint('import_id', 'number', name=op.f('uq_import_rows_import_id_number')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_import_rows_action', 'import_rows', ['import_id', 'action', 'number'], unique=False)
    op.create_table('import_parts',
    sa.Column('import_id', number, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), 'mysql', 'mariadb'), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_import_parts_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', 'number', name=op.f('pk_import_parts'))
    )
    op.create_table('device_search',
    sa.Column('device_id', number, autoincrement=False, nullable=False),
    sa.Column('text', sa.LargeBinary().with_variant(mysql.VARBINARY(LONGEST), 'mysql', 'mariadb'), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_device_search_device_id')),
    sa.PrimaryKeyConstraint('device_id', name=op.f('pk_device_search'))
    )
    for name, columns in INDEXES.items():
        op.create_index(f'ix_devices_{name}', 'devices', list(columns), unique=False)
    _fill(number)


def _fill(number: sa.types.TypeEngine) -> None:
    devices = sa.table('devices', sa.column('id', number), sa.column('removed_at'), *(sa.column(name) for name in TEXTS))
    texts = sa.table('device_search', sa.column('device_id', number), sa.column('text', sa.LargeBinary()))
    first, *others = (sa.func.coalesce(devices.c[name], '') for name in TEXTS)
    joined = first
    for text in others:
        joined = joined.concat(sa.literal('\n')).concat(text)
    rows = sa.select(devices.c.id, sa.cast(sa.func.lower(joined), sa.LargeBinary)).where(devices.c.removed_at.is_(None))
    op.execute(texts.insert().from_select(['device_id', 'text'], rows))


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(f'ix_devices_{name}', table_name='devices')
    op.drop_table('device_search')
    op.drop_table('import_parts')
    op.drop_table('import_rows')
    op.drop_table('imports')
