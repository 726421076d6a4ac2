"""Dead letters and their history."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = '20261121_dead_letters'
down_revision = '20261120_0001'
branch_labels = None
depends_on = None

STATES = ('open', 'requeued', 'returned', 'dropped')
STEPS = ('failed', 'requeued', 'returned', 'dropped')


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    instant = labwright_chassis.columns.UtcDateTime()
    op.create_table('dead_letters',
    sa.Column('id', number, autoincrement=True, nullable=False),
    sa.Column('queue', sa.String(length=120), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=160), nullable=False),
    sa.Column('headers', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('body', sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), 'mysql', 'mariadb'), nullable=False),
    sa.Column('state', sa.Enum(*STATES, name='letterstate', native_enum=False, length=24, create_constraint=False), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('occurred_at', instant, nullable=False),
    sa.Column('died_at', instant, nullable=False),
    sa.Column('changed_at', instant, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dead_letters')),
    sa.UniqueConstraint('queue', 'key', name=op.f('uq_dead_letters_queue_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_dead_letters_state', 'dead_letters', ['state', 'id'], unique=False)
    op.create_table('dead_letter_steps',
    sa.Column('id', number, autoincrement=True, nullable=False),
    sa.Column('letter_id', number, nullable=False),
    sa.Column('death', sa.String(length=64), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum(*STEPS, name='letterstep', native_enum=False, length=24, create_constraint=False), nullable=False),
    sa.Column('at', instant, nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['dead_letters.id'], name=op.f('fk_dead_letter_steps_letter_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dead_letter_steps')),
    sa.UniqueConstraint('letter_id', 'death', 'number', name=op.f('uq_dead_letter_steps_letter_id_death_number')),
    sqlite_autoincrement=True
    )


def downgrade() -> None:
    op.drop_table('dead_letter_steps')
    op.drop_table('dead_letters')
