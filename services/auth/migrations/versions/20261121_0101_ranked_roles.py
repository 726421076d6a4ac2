"""Roles that admins make, and assignments limited to sites."""

import sqlalchemy as sa
from alembic import op

revision = '20261121_0101'
down_revision = '20261121_0003'
branch_labels = None
depends_on = None

# What NFKC, case folding and single spaces make of the names that every lab begins with.
_KEYS = {name: name.lower() for name in ('Super Admin', 'Admin', 'Approver', 'Viewer', 'User')}


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    with op.batch_alter_table('roles') as roles:
        roles.add_column(sa.Column('version', big, nullable=False, server_default='1'))
        roles.add_column(sa.Column('name_key', sa.String(255), nullable=True))
        roles.add_column(
            sa.Column('description', sa.String(255), nullable=False, server_default='')
        )
        roles.create_unique_constraint('uq_roles_name_key', ['name_key'])
    roles_table = sa.table('roles', sa.column('name'), sa.column('name_key'))
    for name, key in _KEYS.items():
        op.execute(roles_table.update().where(roles_table.c.name == name).values(name_key=key))
    with op.batch_alter_table('user_roles') as user_roles:
        user_roles.add_column(sa.Column('sites', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    # Without its sites a role would count everywhere: it goes instead.
    user_roles_table = sa.table('user_roles', sa.column('sites'))
    op.execute(user_roles_table.delete().where(user_roles_table.c.sites.is_not(None)))
    with op.batch_alter_table('user_roles') as user_roles:
        user_roles.drop_column('sites')
    with op.batch_alter_table('roles') as roles:
        roles.drop_constraint('uq_roles_name_key', type_='unique')
        roles.drop_column('description')
        roles.drop_column('name_key')
        roles.drop_column('version')
