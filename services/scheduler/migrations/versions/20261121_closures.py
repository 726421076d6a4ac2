"""Closures, and the row that lets one of them be written at a time."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_closures'
down_revision = '20261121_what_waits_and_why'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('closures',
    sa.Column('id', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('scope', sa.Enum('device', 'type', 'site', 'lab', name='closurescope', native_enum=False, length=24), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('start_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('end_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('created_by', big, nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('updated_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.CheckConstraint('end_at > start_at', name=op.f('ck_closures_ends_after_start')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closures')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_closures_end', 'closures', ['end_at'], unique=False)
    op.create_table('closure_targets',
    sa.Column('closure_id', big, nullable=False),
    sa.Column('target_id', big, nullable=False),
    sa.ForeignKeyConstraint(['closure_id'], ['closures.id'], name=op.f('fk_closure_targets_closure_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('closure_id', 'target_id', name=op.f('pk_closure_targets'))
    )
    op.create_index('ix_closure_targets_target', 'closure_targets', ['target_id'], unique=False)
    op.execute("INSERT INTO counters (name, value) VALUES ('closures', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'closures'")
    op.drop_table('closure_targets')
    op.drop_table('closures')
