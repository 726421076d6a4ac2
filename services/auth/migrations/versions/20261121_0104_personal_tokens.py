"""Personal tokens."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0104'
down_revision = '20261121_0103'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table(
        'personal_tokens',
        sa.Column('id', sa.Uuid(native_uuid=False), nullable=False),
        sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('name', sa.String(100), nullable=False),
        sa.Column('secret_hash', sa.String(64), nullable=False),
        sa.Column('permissions', sa.JSON(none_as_null=True), nullable=False),
        sa.Column('addresses', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('expires_at', moment, nullable=False),
        sa.Column('last_used_at', moment, nullable=True),
        sa.Column('revoked_at', moment, nullable=True),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name='fk_personal_tokens_user_id', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_personal_tokens'),
    )
    op.create_index('ix_personal_tokens_expires_at', 'personal_tokens', ['expires_at'])
    op.create_index('ix_personal_tokens_user_id', 'personal_tokens', ['user_id'])


def downgrade() -> None:
    op.drop_table('personal_tokens')
