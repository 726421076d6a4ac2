"""Counters of failed attempts, known places; authenticators, recovery codes, challenges."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0004'
down_revision = '20261121_what_waits_and_why'
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('failure_counts',
    sa.Column('key', sa.String(length=96), nullable=False),
    sa.Column('user_id', _id(), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failed_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('held_until', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_failure_counts_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_failure_counts'))
    )
    with op.batch_alter_table('failure_counts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_failure_counts_failed_at'), ['failed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_failure_counts_user_id'), ['user_id'], unique=False)

    op.create_table('known_places',
    sa.Column('key', sa.String(length=96), nullable=False),
    sa.Column('user_id', _id(), nullable=False),
    sa.Column('seen_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_known_places_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_known_places'))
    )
    with op.batch_alter_table('known_places', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_places_seen_at'), ['seen_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_places_user_id'), ['user_id'], unique=False)

    op.create_table('authenticators',
    sa.Column('user_id', _id(), nullable=False),
    sa.Column('sealed_seed', sa.String(length=255), nullable=False),
    sa.Column('master_key_id', sa.String(length=16), nullable=False),
    sa.Column('last_step', _id(), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('confirmed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_authenticators_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_authenticators'))
    )
    op.create_table('recovery_codes',
    sa.Column('id', _id(), nullable=False),
    sa.Column('user_id', _id(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_recovery_codes_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_codes_user_id'), ['user_id'], unique=False)

    op.create_table('challenges',
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', _id(), nullable=False),
    sa.Column('expires_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_challenges_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('secret_hash', name=op.f('pk_challenges'))
    )
    with op.batch_alter_table('challenges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_challenges_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_challenges_user_id'), ['user_id'], unique=False)


def downgrade() -> None:
    for table in ('challenges', 'recovery_codes', 'authenticators', 'known_places', 'failure_counts'):
        op.drop_table(table)
