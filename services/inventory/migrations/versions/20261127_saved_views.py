"""Views of the device list that people keep."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261127_saved_views'
down_revision = '20261126_undo_as_a_job'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table('saved_views',
    sa.Column('id', number, nullable=False),
    sa.Column('version', number, nullable=False),
    sa.Column('org', sa.String(length=40), nullable=False),
    sa.Column('owner_id', number, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_key', sa.String(length=255), nullable=False),
    sa.Column('shared', sa.Boolean(create_constraint=False), nullable=False),
    sa.Column('filters', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('columns', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('updated_at', moment, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
    sa.UniqueConstraint('owner_id', 'name_key', name=op.f('uq_saved_views_owner_id_name_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_saved_views_shared', 'saved_views', ['shared', 'name_key'], unique=False)


def downgrade() -> None:
    op.drop_table('saved_views')
