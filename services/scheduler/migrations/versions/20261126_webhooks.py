"""Webhooks, what is sent to each, and notices on their way to people's own Discord."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_webhooks'
down_revision = '20261126_when_agreed'
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    moment = labwright_chassis.columns.UtcDateTime()
    op.create_table('webhooks',
    sa.Column('id', big, nullable=False),
    sa.Column('version', big, nullable=False),
    sa.Column('person_id', big, nullable=True),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('kinds', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('shows_titles', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('shown_url', sa.String(length=400), nullable=False),
    sa.Column('sealed_url', sa.Text(), nullable=False),
    sa.Column('sealed_secret', sa.Text(), nullable=True),
    sa.Column('sealed_former', sa.Text(), nullable=True),
    sa.Column('former_until', moment, nullable=True),
    sa.Column('master_key_id', sa.String(length=16), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('updated_at', moment, nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failing_since', moment, nullable=True),
    sa.Column('rests_until', moment, nullable=True),
    sa.Column('off_reason', sa.String(length=300), nullable=False),
    sa.Column('off_told', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhooks')),
    sa.UniqueConstraint('person_id', name=op.f('uq_webhooks_person_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_webhooks_active', 'webhooks', ['active'])
    op.create_table('webhook_deliveries',
    sa.Column('id', big, nullable=False),
    sa.Column('webhook_id', big, nullable=False),
    sa.Column('uid', sa.Uuid(native_uuid=False), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('told', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.Column('next_at', moment, nullable=True),
    sa.Column('settled_at', moment, nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('code', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhooks.id'], ondelete='CASCADE',
        name=op.f('fk_webhook_deliveries_webhook_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries')),
    sa.UniqueConstraint('webhook_id', 'key', name=op.f('uq_webhook_deliveries_webhook_id_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_webhook_deliveries_due', 'webhook_deliveries', ['state', 'next_at'])
    op.create_index('ix_webhook_deliveries_list', 'webhook_deliveries', ['webhook_id', 'id'])
    with op.batch_alter_table('notifications') as batch:
        batch.add_column(
            sa.Column('discord', sa.String(length=24), nullable=False, server_default='none')
        )
        batch.create_index('ix_notifications_discord', ['discord', 'person_id'])


def downgrade() -> None:
    with op.batch_alter_table('notifications') as batch:
        batch.drop_index('ix_notifications_discord')
        batch.drop_column('discord')
    op.drop_table('webhook_deliveries')
    op.drop_table('webhooks')
