"""Pay months, what closed months owe, scenarios of what would be; the objections of workers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite
revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

NAMES = {'ck': 'ck_%(table_name)s_%(constraint_name)s'}
PERIOD = '(publicity_from IS NULL) = (publicity_until IS NULL)'
STATES = ('draft', 'computed', 'street', 'district', 'published', 'approved', 'effective', 'revoked')
CHECKS = {
    'effective_is_derived': "state <> 'effective'",
    'approved_at_with_no': '(approved_at IS NULL) = (approval_no IS NULL)',
    'approved_at_with_by': '(approved_at IS NULL) = (approved_by_id IS NULL)',
    'computed_at_with_by': '(computed_at IS NULL) = (computed_by_id IS NULL)',
    'revoked_at_with_by': '(revoked_at IS NULL) = (revoked_by_id IS NULL)',
}


def batch_table(published: bool) -> sa.Table:
    """The promotion batches as they stand, with or without the list of their own: SQLite builds them anew from it."""
    moment = sa.DateTime(timezone=True)
    own = (sa.Column('publicity_from', sa.Date()), sa.Column('publicity_until', sa.Date()),
           sa.Column('frozen', sa.JSON(none_as_null=True))) if published else ()
    checks = CHECKS | ({'publicity_period': PERIOD} if published else {})
    table = sa.Table(
        'workforce_promotion_batch', sa.MetaData(naming_convention=NAMES),
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('title', sa.String(60), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('scheme_id', sa.Integer(), nullable=False),
        sa.Column('effective_on', sa.Date(), nullable=False),
        sa.Column('state', sa.Enum(*STATES, name='batchstate', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('opened_at', moment, nullable=False), sa.Column('opened_by_id', sa.Integer(), nullable=False),
        sa.Column('computed_at', moment), sa.Column('computed_by_id', sa.Integer()),
        *own,
        sa.Column('approval_no', sa.String(60)), sa.Column('approved_at', moment),
        sa.Column('approved_by_id', sa.Integer()),
        sa.Column('revoked_at', moment), sa.Column('revoked_by_id', sa.Integer()),
        sa.Column('row_version', sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=name) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name='fk_workforce_promotion_batch_scheme_id_rule_scheme'),
        sa.PrimaryKeyConstraint('id', name='pk_workforce_promotion_batch'),
    )
    sa.Index('ix_workforce_promotion_batch_effective_on_id', table.c.effective_on, table.c.id)
    return table



def upgrade() -> None:
    op.create_table('workforce_scenario',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('snapshot_on', sa.Date(), nullable=False),
    sa.Column('overrides', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('computed_by_id', sa.Integer(), nullable=False),
    sa.Column('computed_by_name', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_scenario'))
    )
    with op.batch_alter_table('workforce_scenario', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_scenario_computed_at'), ['computed_at'], unique=False)

    op.create_table('workforce_pay_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('pay_scheme_id', sa.Integer(), nullable=False),
    sa.Column('insurance_scheme_id', sa.Integer(), nullable=False),
    sa.Column('is_placeholder', sa.Boolean(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('computed_by_id', sa.Integer(), nullable=False),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('locked_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(locked_at IS NULL) = (locked_by_id IS NULL)', name=op.f('ck_workforce_pay_run_locked_at_with_by')),
    sa.CheckConstraint('locked_at IS NULL OR NOT is_placeholder', name=op.f('ck_workforce_pay_run_no_sample_is_locked')),
    sa.CheckConstraint('locked_by_id IS NULL OR locked_by_id <> computed_by_id', name=op.f('ck_workforce_pay_run_two_persons')),
    sa.ForeignKeyConstraint(['insurance_scheme_id'], ['rule_scheme.id'], name=op.f('fk_workforce_pay_run_insurance_scheme_id_rule_scheme')),
    sa.ForeignKeyConstraint(['pay_scheme_id'], ['rule_scheme.id'], name=op.f('fk_workforce_pay_run_pay_scheme_id_rule_scheme')),
    sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name=op.f('fk_workforce_pay_run_scheme_id_rule_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_pay_run')),
    sa.UniqueConstraint('month', name=op.f('uq_workforce_pay_run_month'))
    )
    op.create_table('workforce_arrear',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('pay', 'insurance', name='arrearkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('difference_fen', sa.Integer(), nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=False),
    sa.Column('person_fen', sa.Integer(), nullable=False),
    sa.Column('unit_fen', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=60), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("decided_by_id IS NULL OR basis <> ''", name=op.f('ck_workforce_arrear_decision_with_document')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by_id IS NULL)', name=op.f('ck_workforce_arrear_decided_at_with_by')),
    sa.CheckConstraint('amount_fen = difference_fen OR amount_fen = 0', name=op.f('ck_workforce_arrear_whole_or_waived')),
    sa.CheckConstraint('run_id IS NOT NULL OR decided_by_id IS NOT NULL', name=op.f('ck_workforce_arrear_undecided_belongs_to_a_run')),
    sa.ForeignKeyConstraint(['run_id'], ['workforce_pay_run.id'], name=op.f('fk_workforce_arrear_run_id_workforce_pay_run')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_arrear_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_arrear'))
    )
    with op.batch_alter_table('workforce_arrear', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_arrear_run_id'), ['run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_arrear_worker_id_month'), ['worker_id', 'month'], unique=False)

    op.create_table('workforce_pay_basis',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('average_fen', sa.Integer(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('average_fen > 0', name=op.f('ck_workforce_pay_basis_above_zero')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_pay_basis_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_pay_basis'))
    )
    with op.batch_alter_table('workforce_pay_basis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_pay_basis_worker_id_year'), ['worker_id', 'year'], unique=True)

    op.create_table('workforce_pay_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('post_class', sa.String(length=20), nullable=False),
    sa.Column('grade', sa.Integer(), nullable=True),
    sa.Column('basic_fen', sa.Integer(), nullable=False),
    sa.Column('performance_fen', sa.Integer(), nullable=False),
    sa.Column('allowance_fen', sa.Integer(), nullable=False),
    sa.Column('retained_fen', sa.Integer(), nullable=False),
    sa.Column('arrears_fen', sa.Integer(), nullable=False),
    sa.Column('deduction_fen', sa.Integer(), nullable=False),
    sa.Column('deduction_reason', sa.String(length=100), nullable=False),
    sa.Column('gross_fen', sa.Integer(), nullable=False),
    sa.Column('award_fen', sa.Integer(), nullable=False),
    sa.Column('award_year', sa.Integer(), nullable=True),
    sa.Column('basis_fen', sa.Integer(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('person_fen', sa.Integer(), nullable=False),
    sa.Column('unit_fen', sa.Integer(), nullable=False),
    sa.Column('tax_fen', sa.Integer(), nullable=False),
    sa.Column('net_fen', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('problem', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("deduction_fen = 0 OR deduction_reason <> ''", name=op.f('ck_workforce_pay_line_deduction_with_reason')),
    sa.CheckConstraint('deduction_fen >= 0 AND tax_fen >= 0', name=op.f('ck_workforce_pay_line_not_below_zero')),
    sa.CheckConstraint('gross_fen = basic_fen + performance_fen + allowance_fen + retained_fen + arrears_fen - deduction_fen', name=op.f('ck_workforce_pay_line_gross_is_the_sum')),
    sa.CheckConstraint('net_fen = gross_fen + award_fen - person_fen - tax_fen', name=op.f('ck_workforce_pay_line_net_is_the_rest')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_pay_line_community_area')),
    sa.ForeignKeyConstraint(['run_id'], ['workforce_pay_run.id'], name=op.f('fk_workforce_pay_line_run_id_workforce_pay_run')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_pay_line_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_pay_line'))
    )
    with op.batch_alter_table('workforce_pay_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_pay_line_run_id_community'), ['run_id', 'community'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_pay_line_run_id_worker_id'), ['run_id', 'worker_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_workforce_pay_line_worker_id_run_id'), ['worker_id', 'run_id'], unique=False)

    op.create_table('workforce_retained_pay',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('counted_from', sa.Date(), nullable=False),
    sa.Column('old_fen', sa.Integer(), nullable=False),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('old_fen > 0', name=op.f('ck_workforce_retained_pay_above_zero')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_retained_pay_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_retained_pay')),
    sa.UniqueConstraint('worker_id', name=op.f('uq_workforce_retained_pay_worker_id'))
    )
    op.create_table('workforce_review_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.Enum('grade', 'pay', 'file', name='reviewsubject', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('content', sa.String(length=1000), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('finding', sa.Enum('upheld', 'partly', 'not_upheld', name='finding', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(answered_at IS NULL) = (answered_by_id IS NULL)', name=op.f('ck_workforce_review_request_answered_at_with_by')),
    sa.CheckConstraint('(answered_at IS NULL) = (finding IS NULL)', name=op.f('ck_workforce_review_request_answered_with_finding')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_review_request_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_review_request'))
    )
    with op.batch_alter_table('workforce_review_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_review_request_answered_at_due_on_id'), ['answered_at', 'due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_review_request_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_item_objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('objection_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['workforce_promotion_item.id'], name=op.f('fk_workforce_item_objection_item_id_workforce_promotion_item')),
    sa.ForeignKeyConstraint(['objection_id'], ['objection.id'], name=op.f('fk_workforce_item_objection_objection_id_objection')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_item_objection')),
    sa.UniqueConstraint('objection_id', name=op.f('uq_workforce_item_objection_objection_id'))
    )
    with op.batch_alter_table('workforce_item_objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_item_objection_item_id'), ['item_id'], unique=False)

    with op.batch_alter_table('workforce_promotion_batch', copy_from=batch_table(True)) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workforce_promotion_batch_publicity_period'), type_='check')
        for name in ('publicity_from', 'publicity_until', 'frozen'):
            batch_op.drop_column(name)
    op.execute('ANALYZE')


def downgrade() -> None:
    with op.batch_alter_table('workforce_promotion_batch', copy_from=batch_table(False)) as batch_op:
        batch_op.add_column(sa.Column('publicity_from', sa.Date()))
        batch_op.add_column(sa.Column('publicity_until', sa.Date()))
        batch_op.add_column(sa.Column('frozen', sa.JSON(none_as_null=True)))
        batch_op.create_check_constraint(batch_op.f('ck_workforce_promotion_batch_publicity_period'), PERIOD)

    with op.batch_alter_table('workforce_item_objection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_item_objection_item_id'))

    op.drop_table('workforce_item_objection')
    with op.batch_alter_table('workforce_review_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_review_request_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_review_request_answered_at_due_on_id'))

    op.drop_table('workforce_review_request')
    op.drop_table('workforce_retained_pay')
    with op.batch_alter_table('workforce_pay_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_pay_line_worker_id_run_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_pay_line_run_id_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_pay_line_run_id_community'))

    op.drop_table('workforce_pay_line')
    with op.batch_alter_table('workforce_pay_basis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_pay_basis_worker_id_year'))

    op.drop_table('workforce_pay_basis')
    with op.batch_alter_table('workforce_arrear', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_arrear_worker_id_month'))
        batch_op.drop_index(batch_op.f('ix_workforce_arrear_run_id'))

    op.drop_table('workforce_arrear')
    op.drop_table('workforce_pay_run')
    with op.batch_alter_table('workforce_scenario', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_scenario_computed_at'))

    op.drop_table('workforce_scenario')
