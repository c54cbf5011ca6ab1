"""公示: lists frozen and put up for a period, and the objections to them."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('publicity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('snapshot_hash', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('manner', sa.String(length=60), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('wd', 'cd', 'wh', 'h', 'min', name='unit', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('posted_on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('posted', 'concluded', 'withdrawn', 'replaced', name='postingstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('posted_by_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(closed_at IS NULL) = (state = 'posted')", name=op.f('ck_publicity_closed_when_not_posted')),
    sa.CheckConstraint("unit IN ('wd', 'cd')", name=op.f('ck_publicity_in_days')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_publicity_closed_at_with_by')),
    sa.CheckConstraint('posted_on <= until', name=op.f('ck_publicity_period')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_publicity_matter_id_matter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publicity')),
    sa.UniqueConstraint('kind', 'record_id', 'round', name=op.f('uq_publicity_kind_record_id_round'))
    )
    with op.batch_alter_table('publicity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publicity_matter_id'), ['matter_id'], unique=False)
        batch_op.create_index('uq_publicity_in_force', ['kind', 'record_id'], unique=True, sqlite_where=sa.text("state IN ('posted', 'concluded')"), postgresql_where=sa.text("state IN ('posted', 'concluded')"))

    op.create_table('objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publicity_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('content', sa.String(length=1000), nullable=False),
    sa.Column('channel', sa.Enum('in_person', 'telephone', 'written', 'other', name='channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_anonymous', sa.Boolean(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('entered', 'accepted', 'declined', 'decided', name='objectionstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_by_name', sa.String(length=40), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by_id', sa.Integer(), nullable=True),
    sa.Column('finding', sa.Enum('upheld', 'partly', 'not_upheld', name='finding', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_name', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(finding IS NULL) = (state <> 'decided')", name=op.f('ck_objection_finding_when_decided')),
    sa.CheckConstraint('(accepted_at IS NULL) = (accepted_by_id IS NULL)', name=op.f('ck_objection_accepted_at_with_by')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by_id IS NULL)', name=op.f('ck_objection_decided_at_with_by')),
    sa.CheckConstraint('NOT is_anonymous OR (name IS NULL AND phone IS NULL)', name=op.f('ck_objection_anonymous_keeps_nothing')),
    sa.CheckConstraint('is_anonymous OR name IS NOT NULL', name=op.f('ck_objection_named')),
    sa.ForeignKeyConstraint(['publicity_id'], ['publicity.id'], name=op.f('fk_objection_publicity_id_publicity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection')),
    sa.UniqueConstraint('publicity_id', 'number', name=op.f('uq_objection_publicity_id_number'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index('ix_objection_open', ['due_on', 'id'], unique=False, sqlite_where=sa.text("state IN ('entered', 'accepted')"), postgresql_where=sa.text("state IN ('entered', 'accepted')"))

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.drop_index('ix_objection_open', sqlite_where=sa.text("state IN ('entered', 'accepted')"), postgresql_where=sa.text("state IN ('entered', 'accepted')"))

    op.drop_table('objection')
    with op.batch_alter_table('publicity', schema=None) as batch_op:
        batch_op.drop_index('uq_publicity_in_force', sqlite_where=sa.text("state IN ('posted', 'concluded')"), postgresql_where=sa.text("state IN ('posted', 'concluded')"))
        batch_op.drop_index(batch_op.f('ix_publicity_matter_id'))

    op.drop_table('publicity')
