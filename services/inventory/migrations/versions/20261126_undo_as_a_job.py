"""Which import another one undoes."""

import labwright_chassis.columns
import sqlalchemy as sa
from alembic import op

revision = '20261126_undo_as_a_job'
down_revision = '20261121_01c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('imports', sa.Column('undoes', number, nullable=True))


def downgrade() -> None:
    # What waits to undo would be taken for a file without content.
    op.execute("DELETE FROM imports WHERE undoes IS NOT NULL")
    with op.batch_alter_table('imports') as imports:
        imports.drop_column('undoes')
