"""业主替代方, 议事方式, 业委会委员 are corrected under a lock; an observation can be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

LOCKED = ('red_property_substitute', 'red_property_compound_mode', 'red_property_committee_member')
SEEN = 'red_property_observation'


def upgrade() -> None:
    for table in LOCKED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('row_version', sa.Integer(), nullable=False, server_default='1'))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column('row_version', existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table(SEEN, schema=None) as batch_op:
        batch_op.add_column(sa.Column('withdrawn_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_reason', sa.String(length=200), nullable=False, server_default=''))
        batch_op.create_check_constraint(
            batch_op.f('ck_red_property_observation_withdrawn_on_with_by'),
            '(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)',
        )
    with op.batch_alter_table(SEEN, schema=None) as batch_op:
        batch_op.alter_column('withdrawn_reason', existing_type=sa.String(length=200), server_default=None)
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table(SEEN, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_red_property_observation_withdrawn_on_with_by'), type_='check')
        for name in ('withdrawn_reason', 'withdrawn_by_id', 'withdrawn_on'):
            batch_op.drop_column(name)
    for table in LOCKED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('row_version')
