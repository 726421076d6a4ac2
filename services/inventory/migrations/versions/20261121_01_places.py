"""Locations, racks, and which unit of a rack a device takes."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_01'
down_revision = '20261121_what_waits_and_why'
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def _entry() -> list[sa.Column]:
    instant = labwright_chassis.columns.UtcDateTime()
    return [
        sa.Column('version', _id(), nullable=False),
        sa.Column('created_at', instant, nullable=False),
        sa.Column('updated_at', instant, nullable=False),
        sa.Column('removed_at', instant, nullable=True),
    ]


def upgrade() -> None:
    op.create_table('locations',
    sa.Column('id', _id(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('site_id', _id(), nullable=False),
    sa.Column('description', sa.String(length=1000), nullable=True),
    *_entry(),
    sa.ForeignKeyConstraint(['site_id'], ['sites.id'], name=op.f('fk_locations_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_locations')),
    sa.UniqueConstraint('site_id', 'name_key', name=op.f('uq_locations_site_id_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('racks',
    sa.Column('id', _id(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('site_id', _id(), nullable=False),
    sa.Column('location_id', _id(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('description', sa.String(length=1000), nullable=True),
    *_entry(),
    sa.ForeignKeyConstraint(['site_id'], ['sites.id'], name=op.f('fk_racks_site_id')),
    sa.ForeignKeyConstraint(['location_id'], ['locations.id'], name=op.f('fk_racks_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_racks')),
    sa.UniqueConstraint('site_id', 'name_key', name=op.f('uq_racks_site_id_name_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_racks_location', 'racks', ['location_id'], unique=False)
    with op.batch_alter_table('devices', table_kwargs={'sqlite_autoincrement': True}) as devices:
        devices.add_column(sa.Column('rack_id', _id(), nullable=True))
        devices.add_column(sa.Column('u_position', sa.Numeric(precision=4, scale=1, asdecimal=False), nullable=True))
        devices.create_foreign_key(op.f('fk_devices_rack_id'), 'racks', ['rack_id'], ['id'])
        devices.create_index('ix_devices_rack', ['rack_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('devices', table_kwargs={'sqlite_autoincrement': True}) as devices:
        devices.drop_constraint(op.f('fk_devices_rack_id'), type_='foreignkey')
        devices.drop_index('ix_devices_rack')
        devices.drop_column('u_position')
        devices.drop_column('rack_id')
    op.drop_table('racks')
    op.drop_table('locations')
