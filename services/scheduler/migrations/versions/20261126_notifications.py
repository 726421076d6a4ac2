"""Notices of people, what they want to be told of, who approves, and mails."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_notifications'
down_revision = '20261126_rules'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table('notifications',
    sa.Column('id', big, nullable=False),
    sa.Column('person_id', big, nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('booking_uid', sa.Uuid(native_uuid=False), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('mail', sa.String(length=24), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('useful_until', moment, nullable=True),
    sa.Column('read_at', moment, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notifications')),
    sa.UniqueConstraint('key', 'person_id', name=op.f('uq_notifications_key_person_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_notifications_list', 'notifications', ['person_id', 'listed', 'id'])
    op.create_index('ix_notifications_mail', 'notifications', ['mail', 'created_at'])
    op.create_index('ix_notifications_created_at', 'notifications', ['created_at'])
    op.create_table('notification_preferences',
    sa.Column('person_id', big, autoincrement=False, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_notification_preferences'))
    )
    op.create_table('approvers',
    sa.Column('person_id', big, autoincrement=False, nullable=False),
    sa.Column('sites', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_approvers'))
    )
    op.create_table('mails',
    sa.Column('id', big, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('next_at', moment, nullable=False),
    sa.Column('useful_until', moment, nullable=True),
    sa.Column('settled_at', moment, nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mails')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_mails_created_at', 'mails', ['created_at'])
    op.create_index('ix_mails_due', 'mails', ['state', 'next_at'])


def downgrade() -> None:
    for table in ('mails', 'approvers', 'notification_preferences', 'notifications'):
        op.drop_table(table)
