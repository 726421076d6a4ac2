"""Where a device stands, its ports and its links."""

import sqlalchemy as sa
from alembic import op

revision = '20261121_01'
down_revision = '20261121_planned_end'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('devices', sa.Column('rack_id', number, nullable=True))
    op.add_column('devices', sa.Column('rack_name', sa.String(length=200), nullable=True))
    op.add_column('devices', sa.Column('u_position', sa.Numeric(precision=4, scale=1, asdecimal=False), nullable=True))
    op.add_column('devices', sa.Column('ports', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('devices', sa.Column('links', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('devices') as devices:
        for name in ('links', 'ports', 'u_position', 'rack_name', 'rack_id'):
            devices.drop_column(name)
