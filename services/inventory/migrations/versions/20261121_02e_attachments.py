"""Files of devices."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_02e'
down_revision = '20261121_02d'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('attachments',
    sa.Column('id', number, nullable=False),
    sa.Column('device_id', number, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', number, nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('blob_key', sa.String(length=40), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_attachments_device_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_attachments_device', 'attachments', ['device_id', 'id'], unique=False)
    op.create_index('ix_attachments_blob_key', 'attachments', ['blob_key'], unique=False)


def downgrade() -> None:
    op.drop_table('attachments')
