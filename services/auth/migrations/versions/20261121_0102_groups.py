"""Teams, projects and qualifications."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0102'
down_revision = '20261121_0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table(
        'groups',
        sa.Column('id', big, nullable=False),
        sa.Column('version', big, nullable=False),
        sa.Column('name', sa.String(100), nullable=False),
        sa.Column('name_key', sa.String(255), nullable=True),
        sa.Column('kind', sa.String(24), nullable=False),
        sa.Column('description', sa.String(500), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('removed_at', moment, nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_groups'),
        sa.UniqueConstraint('name_key', name='uq_groups_name_key'),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'group_members',
        sa.Column('group_id', big, nullable=False),
        sa.Column('user_id', big, nullable=False),
        sa.Column('lead', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ['group_id'], ['groups.id'], name='fk_group_members_group_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name='fk_group_members_user_id', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('group_id', 'user_id', name='pk_group_members'),
    )
    op.create_index('ix_group_members_user_id', 'group_members', ['user_id'])
    op.create_table(
        'qualifications',
        sa.Column('id', big, nullable=False),
        sa.Column('version', big, nullable=False),
        sa.Column('user_id', big, nullable=False),
        sa.Column('tag', sa.String(60), nullable=False),
        sa.Column('valid_until', moment, nullable=True),
        sa.Column('removed_at', moment, nullable=True),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name='fk_qualifications_user_id', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_qualifications'),
        sa.UniqueConstraint('user_id', 'tag', name='uq_qualifications_user_id_tag'),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_qualifications_tag', 'qualifications', ['tag'])


def downgrade() -> None:
    op.drop_table('qualifications')
    op.drop_table('group_members')
    op.drop_table('groups')
