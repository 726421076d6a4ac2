"""Series of bookings, their occurrences and changes."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_series'
down_revision = '20261126_what_waits_for_approval'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table('series',
    sa.Column('id', big, nullable=False),
    sa.Column('uid', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('org', sa.String(length=40), nullable=False),
    sa.Column('owner_id', big, nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('rule', sa.String(length=500), nullable=False),
    sa.Column('exdates', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('mode', sa.Enum('all_or_nothing', 'skip_refused', name='mode', native_enum=False, length=24), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('updated_at', moment, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('uid', name=op.f('uq_series_uid'))
    )
    op.create_index('ix_series_owner', 'series', ['owner_id', 'created_at'], unique=False)
    op.create_table('series_occurrences',
    sa.Column('series_id', big, nullable=False),
    sa.Column('number', big, autoincrement=False, nullable=False),
    sa.Column('start_at', moment, nullable=False),
    sa.Column('end_at', moment, nullable=False),
    sa.Column('booking_id', big, nullable=True),
    sa.Column('refused', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['bookings.id'], name=op.f('fk_series_occurrences_booking_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_series_occurrences_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('series_id', 'number', name=op.f('pk_series_occurrences')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_series_occurrences_booking_id'))
    )
    op.create_table('series_changes',
    sa.Column('id', big, nullable=False),
    sa.Column('series_id', big, nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('action', sa.String(length=20), nullable=False),
    sa.Column('scope', sa.Enum('this', 'following', 'all', name='scope', native_enum=False, length=24), nullable=False),
    sa.Column('wish', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('bookings', big, nullable=False),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_series_changes_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series_changes'))
    )
    op.create_index('ix_series_changes_series', 'series_changes', ['series_id', 'id'], unique=False)
    op.add_column('bookings', sa.Column('series_uid', sa.Uuid(native_uuid=False), nullable=True))
    op.create_index('ix_bookings_series_uid', 'bookings', ['series_uid'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_bookings_series_uid', 'bookings')
    with op.batch_alter_table('bookings') as bookings:
        bookings.drop_column('series_uid')
    op.drop_table('series_changes')
    op.drop_table('series_occurrences')
    op.drop_table('series')
