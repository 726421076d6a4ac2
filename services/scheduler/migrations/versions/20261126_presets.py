"""Favourites, and templates, device groups and patch lists that people keep."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_presets'
down_revision = '20261126_notifications'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table('favourites',
    sa.Column('person_id', big, autoincrement=False, nullable=False),
    sa.Column('device_id', big, autoincrement=False, nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'device_id', name=op.f('pk_favourites'))
    )
    op.create_table('presets',
    sa.Column('id', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('kind', sa.Enum('template', 'device_group', 'patch_list', name='kind', native_enum=False, length=24), nullable=False),
    sa.Column('org', sa.String(length=40), nullable=False),
    sa.Column('owner_id', big, nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_key', sa.String(length=200), nullable=False),
    sa.Column('description', sa.String(length=1000), nullable=True),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('content', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('items', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('updated_at', moment, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presets')),
    sa.UniqueConstraint('owner_id', 'kind', 'name_key', name=op.f('uq_presets_owner_id_kind_name_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_presets_shared', 'presets', ['kind', 'shared'], unique=False)


def downgrade() -> None:
    op.drop_table('presets')
    op.drop_table('favourites')
