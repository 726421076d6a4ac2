"""Links by mail, wishes for a new password; verified address, Discord id, kind of session."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261121_0003'
down_revision = '20261121_0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('links',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.Enum('reset-password', 'confirm-email', name='purpose', native_enum=False, length=24), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.Column('expires_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_links_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_links')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_links_secret_hash'))
    )
    with op.batch_alter_table('links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_links_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_links_user_id'), ['user_id'], unique=False)

    op.create_table('reset_wishes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=254), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('asked_at', labwright_chassis.columns.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reset_wishes')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('users', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.add_column(sa.Column('email_verified_at', labwright_chassis.columns.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('discord_id', sa.String(length=20), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_users_discord_id'), ['discord_id'])
    # Sessions that an older release begins meanwhile belong to browsers, as most do.
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('browser', 'program', name='kind', native_enum=False, length=24), server_default='browser', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_column('kind')
    with op.batch_alter_table('users', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_users_discord_id'), type_='unique')
        batch_op.drop_column('discord_id')
        batch_op.drop_column('email_verified_at')
    op.drop_table('reset_wishes')
    op.drop_table('links')
