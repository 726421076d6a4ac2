"""The audit log as a chain of hashes; the first writer chains what is there already."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0105'
down_revision = '20261121_0104'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('audit_entries', sa.Column('hash', sa.String(64), nullable=True))
    op.create_table(
        'audit_head',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('entry_id', big, nullable=False),
        sa.Column('hash', sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_audit_head'),
    )
    op.create_table(
        'audit_seals',
        sa.Column('entry_id', big, autoincrement=False, nullable=False),
        sa.Column('hash', sa.String(64), nullable=False),
        sa.Column('signed_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
        sa.Column('statement', sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint('entry_id', name='pk_audit_seals'),
    )


def downgrade() -> None:
    op.drop_table('audit_seals')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entries') as entries:
        entries.drop_column('hash')
