"""Invitations."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0106'
down_revision = '20261121_0105'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table(
        'invitations',
        sa.Column('id', big, nullable=False),
        sa.Column('email', sa.String(254), nullable=False),
        sa.Column('open_key', sa.String(255), nullable=True),
        sa.Column('roles', sa.JSON(none_as_null=True), nullable=False),
        sa.Column('secret_hash', sa.String(64), nullable=False),
        sa.Column('invited_by', big, nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('expires_at', moment, nullable=False),
        sa.Column('revoked_at', moment, nullable=True),
        sa.Column('accepted_at', moment, nullable=True),
        sa.Column('accepted_by', big, nullable=True),
        sa.ForeignKeyConstraint(['accepted_by'], ['users.id'], name='fk_invitations_accepted_by'),
        sa.ForeignKeyConstraint(['invited_by'], ['users.id'], name='fk_invitations_invited_by'),
        sa.PrimaryKeyConstraint('id', name='pk_invitations'),
        sa.UniqueConstraint('open_key', name='uq_invitations_open_key'),
        sa.UniqueConstraint('secret_hash', name='uq_invitations_secret_hash'),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_invitations_expires_at', 'invitations', ['expires_at'])
    op.create_index('ix_invitations_invited_by', 'invitations', ['invited_by'])


def downgrade() -> None:
    op.drop_table('invitations')
