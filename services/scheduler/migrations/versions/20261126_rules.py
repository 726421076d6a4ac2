"""Rules of the lab, and their versions."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_rules'
down_revision = '20261126_series'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table('rules',
    sa.Column('id', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('description', sa.String(length=500), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('enabled', sa.Boolean(create_constraint=False), nullable=False),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('unless', sa.Text(), nullable=False),
    sa.Column('valid_from', moment, nullable=True),
    sa.Column('valid_until', moment, nullable=True),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('updated_at', moment, nullable=False),
    sa.Column('updated_by', big, nullable=False),
    sa.Column('removed_at', moment, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rules')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_rules_removed_at', 'rules', ['removed_at'], unique=False)
    op.create_table('rule_versions',
    sa.Column('rule_id', big, nullable=False),
    sa.Column('version', big, autoincrement=False, nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('changed_at', moment, nullable=False),
    sa.Column('changed_by', big, nullable=False),
    sa.Column('removed', sa.Boolean(create_constraint=False), nullable=False),
    sa.ForeignKeyConstraint(['rule_id'], ['rules.id'], name=op.f('fk_rule_versions_rule_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('rule_id', 'version', name=op.f('pk_rule_versions'))
    )


def downgrade() -> None:
    op.drop_table('rule_versions')
    op.drop_table('rules')
