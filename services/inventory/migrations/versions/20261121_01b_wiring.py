"""Ports, links, and what a device of a type comes with."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_01b'
down_revision = '20261121_01'
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def _versioned() -> list[sa.Column]:
    instant = labwright_chassis.columns.UtcDateTime()
    return [
        sa.Column('version', _id(), nullable=False),
        sa.Column('created_at', instant, nullable=False),
        sa.Column('updated_at', instant, nullable=False),
    ]


def upgrade() -> None:
    with op.batch_alter_table('device_types', table_kwargs={'sqlite_autoincrement': True}) as types:
        types.add_column(sa.Column('slug', sa.String(length=100), nullable=True))
        types.add_column(sa.Column('slug_key', sa.String(length=255), nullable=True))
        types.add_column(sa.Column('templates', sa.JSON(none_as_null=True), nullable=True))
        types.add_column(sa.Column('extra', sa.JSON(none_as_null=True), nullable=True))
        types.create_unique_constraint(op.f('uq_device_types_slug_key'), ['slug_key'])
    op.create_table('ports',
    sa.Column('id', _id(), nullable=False),
    sa.Column('device_id', _id(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('direction', sa.Enum('in', 'out', 'both', name='direction', native_enum=False, length=24), nullable=False),
    sa.Column('polatis_port', sa.Integer(), nullable=True),
    *_versioned(),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_ports_device_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ports')),
    sa.UniqueConstraint('device_id', 'name_key', name=op.f('uq_ports_device_id_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('links',
    sa.Column('id', _id(), nullable=False),
    sa.Column('kind', sa.Enum('fibre', 'copper', 'cross_connect', name='linkkind', native_enum=False, length=24), nullable=False),
    sa.Column('notes', sa.Text(), nullable=True),
    *_versioned(),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_links')),
    sqlite_autoincrement=True
    )
    op.create_table('link_ends',
    sa.Column('link_id', _id(), nullable=False),
    sa.Column('side', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('port_id', _id(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['links.id'], name=op.f('fk_link_ends_link_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['port_id'], ['ports.id'], name=op.f('fk_link_ends_port_id')),
    sa.PrimaryKeyConstraint('link_id', 'side', name=op.f('pk_link_ends')),
    sa.UniqueConstraint('port_id', name=op.f('uq_link_ends_port_id'))
    )


def downgrade() -> None:
    op.drop_table('link_ends')
    op.drop_table('links')
    op.drop_table('ports')
    with op.batch_alter_table('device_types', table_kwargs={'sqlite_autoincrement': True}) as types:
        types.drop_constraint(op.f('uq_device_types_slug_key'), type_='unique')
        for name in ('extra', 'templates', 'slug_key', 'slug'):
            types.drop_column(name)
