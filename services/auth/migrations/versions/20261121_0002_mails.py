"""Mails to send, and their log."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0002'
down_revision = '20261120_0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mails',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('next_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('useful_until', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.Column('settled_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mails')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.create_index('ix_mails_created_at', ['created_at'], unique=False)
        batch_op.create_index('ix_mails_due', ['state', 'next_at'], unique=False)


def downgrade() -> None:
    op.drop_table('mails')
