"""PDUs, their outlets, and which device each feeds."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_01c'
down_revision = '20261121_03'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    instant = labwright_chassis.columns.UtcDateTime()
    op.create_table('pdus',
    sa.Column('id', number, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=True),
    sa.Column('host', sa.String(length=253), nullable=False),
    sa.Column('driver', sa.String(length=40), nullable=False),
    sa.Column('site_id', number, nullable=True),
    sa.Column('outlet_count', sa.Integer(), nullable=False),
    sa.Column('sensors', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('sealed_secret', sa.Text(), nullable=True),
    sa.Column('master_key_id', sa.String(length=16), nullable=True),
    sa.Column('version', number, nullable=False),
    sa.Column('created_at', instant, nullable=False),
    sa.Column('updated_at', instant, nullable=False),
    sa.Column('removed_at', instant, nullable=True),
    sa.ForeignKeyConstraint(['site_id'], ['sites.id'], name=op.f('fk_pdus_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pdus')),
    sa.UniqueConstraint('name_key', name=op.f('uq_pdus_name_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_pdus_site', 'pdus', ['site_id'], unique=False)
    op.create_table('outlets',
    sa.Column('id', number, nullable=False),
    sa.Column('pdu_id', number, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=True),
    sa.Column('device_id', number, nullable=True),
    sa.ForeignKeyConstraint(['pdu_id'], ['pdus.id'], name=op.f('fk_outlets_pdu_id')),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_outlets_device_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outlets')),
    sa.UniqueConstraint('pdu_id', 'number', name=op.f('uq_outlets_pdu_id_number')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_outlets_device', 'outlets', ['device_id'], unique=False)


def downgrade() -> None:
    op.drop_table('outlets')
    op.drop_table('pdus')
