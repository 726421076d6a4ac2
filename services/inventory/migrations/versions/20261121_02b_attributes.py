"""Attributes of devices, and the schema of their type that they obey."""

import sqlalchemy as sa
from alembic import op

revision = '20261121_02b'
down_revision = '20261121_02a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('device_types', sa.Column('attributes_schema', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('devices', sa.Column('attributes', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('devices') as devices:
        devices.drop_column('attributes')
    with op.batch_alter_table('device_types') as types:
        types.drop_column('attributes_schema')
