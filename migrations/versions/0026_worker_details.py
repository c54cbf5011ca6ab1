"""民族, 户籍地, 入党日期 of a worker; whether a sanction bars 优秀."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('workforce_worker', schema=None) as batch_op:
        batch_op.add_column(sa.Column('party_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ethnicity', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('hukou', sa.String(length=60), server_default='', nullable=False))

    with op.batch_alter_table('workforce_merit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('blocks_excellent', sa.Boolean(), server_default=sa.false(), nullable=False))

    op.execute(sa.text("UPDATE workforce_merit SET blocks_excellent = blocks_step WHERE kind = 'sanction'"))
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('workforce_merit', schema=None) as batch_op:
        batch_op.drop_column('blocks_excellent')

    with op.batch_alter_table('workforce_worker', schema=None) as batch_op:
        batch_op.drop_column('hukou')
        batch_op.drop_column('ethnicity')
        batch_op.drop_column('party_on')
