"""Groups and qualifications, people's roles, and the project that a booking is for."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_groups'
down_revision = '20261126_settings'
branch_labels = None
depends_on = None

big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('people_groups',
    sa.Column('id', big, autoincrement=False, nullable=False),
    sa.Column('epoch', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('team', 'project', 'unknown', name='groupkind', native_enum=False, length=24), nullable=False),
    sa.Column('member_keys', sa.Text(), nullable=False),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people_groups'))
    )
    op.create_table('qualifications',
    sa.Column('id', big, autoincrement=False, nullable=False),
    sa.Column('epoch', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('person_id', big, nullable=False),
    sa.Column('tag', sa.String(length=60), nullable=False),
    sa.Column('valid_until', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.Column('removed_at', labwright_chassis.columns.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_qualifications'))
    )
    op.create_index('ix_qualifications_person', 'qualifications', ['person_id'], unique=False)
    op.add_column('people', sa.Column('roles', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('bookings', sa.Column('project_id', big, nullable=True))
    op.create_index('ix_bookings_project', 'bookings', ['project_id'], unique=False)
    # People are read anew as a whole, since roles come with versions that are known already.
    op.execute("DELETE FROM projections WHERE name = 'users'")


def downgrade() -> None:
    op.drop_index('ix_bookings_project', table_name='bookings')
    with op.batch_alter_table('bookings') as bookings:
        bookings.drop_column('project_id')
    with op.batch_alter_table('people') as people:
        people.drop_column('roles')
    op.drop_table('qualifications')
    op.drop_table('people_groups')
