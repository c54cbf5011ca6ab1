"""Pay months, what closed months owe, scenarios of what would be; the objections of workers."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0008'
branch_labels = None
depends_on = None


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
    op.execute('ANALYZE')


def downgrade() -> None:
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
