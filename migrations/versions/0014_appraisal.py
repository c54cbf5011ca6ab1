"""Codes without an account; appraisal of workers: months, evidence, surveys, yearly scores."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('access_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('is_spent', sa.Boolean(), nullable=False),
    sa.Column('is_revoked', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_token')),
    sa.UniqueConstraint('digest', name=op.f('uq_access_token_digest'))
    )
    with op.batch_alter_table('access_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_token_purpose_record_id'), ['purpose', 'record_id'], unique=False)

    op.create_table('workforce_appraisal_year',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('gathering', 'proposed', 'published', 'confirmed', name='yearstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('merges', sa.JSON(), nullable=False),
    sa.Column('pools', sa.JSON(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('computed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(computed_at IS NULL) = (computed_by_id IS NULL)', name=op.f('ck_workforce_appraisal_year_computed_at_with_by')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL)', name=op.f('ck_workforce_appraisal_year_confirmed_at_with_by')),
    sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name=op.f('fk_workforce_appraisal_year_scheme_id_rule_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_appraisal_year')),
    sa.UniqueConstraint('year', name=op.f('uq_workforce_appraisal_year_year'))
    )
    op.create_table('workforce_survey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('open', 'closed', name='surveystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(closed_at IS NULL) = (state = 'open')", name=op.f('ck_workforce_survey_closed_with_state')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_workforce_survey_closed_at_with_by')),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_workforce_survey_period')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_survey_community_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_survey'))
    )
    with op.batch_alter_table('workforce_survey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_survey_year_community_round'), ['year', 'community', 'round'], unique=True)

    op.create_table('workforce_appraisal_month',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'sent', 'disputed', 'locked', name='monthstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by_id', sa.Integer(), nullable=True),
    sa.Column('confirm_until', sa.Date(), nullable=True),
    sa.Column('is_estimated', sa.Boolean(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('objection', sa.String(length=300), nullable=False),
    sa.Column('finding', sa.String(length=300), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(sent_at IS NULL) = (state = 'draft')", name=op.f('ck_workforce_appraisal_month_sent_with_state')),
    sa.CheckConstraint('(sent_at IS NULL) = (confirm_until IS NULL)', name=op.f('ck_workforce_appraisal_month_sent_at_with_until')),
    sa.CheckConstraint('(sent_at IS NULL) = (sent_by_id IS NULL)', name=op.f('ck_workforce_appraisal_month_sent_at_with_by')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by_id IS NULL)', name=op.f('ck_workforce_appraisal_month_settled_at_with_by')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_appraisal_month_community_area')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_appraisal_month_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_appraisal_month'))
    )
    with op.batch_alter_table('workforce_appraisal_month', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_month_community_month_state'), ['community', 'month', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_month_worker_id_month'), ['worker_id', 'month'], unique=True)

    op.create_table('workforce_appraisal_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('state', sa.Enum('gathering', 'proposed', 'passed', 'doubtful', 'held', 'published', 'reviewing', 'confirmed', name='scorestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('street_points', sa.JSON(), nullable=False),
    sa.Column('host_x100', sa.Integer(), nullable=True),
    sa.Column('veto', sa.String(length=20), nullable=False),
    sa.Column('veto_doc_no', sa.String(length=60), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('total_x100', sa.Integer(), nullable=True),
    sa.Column('rating', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.Column('is_candidate', sa.Boolean(), nullable=False),
    sa.Column('has_seat', sa.Boolean(), nullable=False),
    sa.Column('is_tied', sa.Boolean(), nullable=False),
    sa.Column('seat_reason', sa.String(length=300), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('served_on', sa.Date(), nullable=True),
    sa.Column('review_until', sa.Date(), nullable=True),
    sa.Column('review_text', sa.String(length=300), nullable=False),
    sa.Column('review_asked_on', sa.Date(), nullable=True),
    sa.Column('review_due_on', sa.Date(), nullable=True),
    sa.Column('review_answer', sa.String(length=300), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(veto = '') = (veto_doc_no = '')", name=op.f('ck_workforce_appraisal_score_veto_with_document')),
    sa.CheckConstraint('(review_asked_on IS NULL) = (review_due_on IS NULL)', name=op.f('ck_workforce_appraisal_score_review_with_due')),
    sa.CheckConstraint('(served_on IS NULL) = (review_until IS NULL)', name=op.f('ck_workforce_appraisal_score_served_with_until')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_appraisal_score_community_area')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_appraisal_score_worker_id_workforce_worker')),
    sa.ForeignKeyConstraint(['year_id'], ['workforce_appraisal_year.id'], name=op.f('fk_workforce_appraisal_score_year_id_workforce_appraisal_year')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_appraisal_score'))
    )
    with op.batch_alter_table('workforce_appraisal_score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_score_worker_id'), ['worker_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_score_year_id_community_state'), ['year_id', 'community', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_score_year_id_worker_id'), ['year_id', 'worker_id'], unique=True)

    op.create_table('workforce_evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('act_on', sa.Date(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=120), nullable=False),
    sa.Column('decision', sa.Enum('accepted', 'declined', 'reversed', name='decision', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_evidence_community_area')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_evidence_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_evidence')),
    sa.UniqueConstraint('key', name=op.f('uq_workforce_evidence_key'))
    )
    with op.batch_alter_table('workforce_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_evidence_community_act_on'), ['community', 'act_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_evidence_worker_id_act_on'), ['worker_id', 'act_on'], unique=False)

    op.create_table('workforce_peer_turn',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_peer_turn_worker_id_workforce_worker')),
    sa.ForeignKeyConstraint(['year_id'], ['workforce_appraisal_year.id'], name=op.f('fk_workforce_peer_turn_year_id_workforce_appraisal_year')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_peer_turn'))
    )
    with op.batch_alter_table('workforce_peer_turn', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_peer_turn_year_id_worker_id'), ['year_id', 'worker_id'], unique=True)

    op.create_table('workforce_survey_answer',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('rater', sa.Enum('resident', 'delegate', 'unit', name='rater', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('option', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_workforce_survey_answer_grid_id_grid')),
    sa.ForeignKeyConstraint(['survey_id'], ['workforce_survey.id'], name=op.f('fk_workforce_survey_answer_survey_id_workforce_survey')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_survey_answer'))
    )
    with op.batch_alter_table('workforce_survey_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_survey_answer_survey_id'), ['survey_id'], unique=False)

    op.create_table('workforce_survey_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('rater', sa.Enum('resident', 'delegate', 'unit', name='rater', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_by_id IS NULL)', name=op.f('ck_workforce_survey_sheet_revoked_at_with_by')),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_workforce_survey_sheet_grid_id_grid')),
    sa.ForeignKeyConstraint(['survey_id'], ['workforce_survey.id'], name=op.f('fk_workforce_survey_sheet_survey_id_workforce_survey')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_survey_sheet'))
    )
    with op.batch_alter_table('workforce_survey_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_survey_sheet_survey_id'), ['survey_id'], unique=False)

    op.create_table('workforce_daily_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=12), nullable=False),
    sa.Column('points_x100', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['workforce_evidence.id'], name=op.f('fk_workforce_daily_entry_evidence_id_workforce_evidence')),
    sa.ForeignKeyConstraint(['month_id'], ['workforce_appraisal_month.id'], name=op.f('fk_workforce_daily_entry_month_id_workforce_appraisal_month')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_daily_entry'))
    )
    with op.batch_alter_table('workforce_daily_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_daily_entry_evidence_id'), ['evidence_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_daily_entry_month_id_item'), ['month_id', 'item'], unique=False)
        batch_op.create_index('uq_workforce_daily_entry_cell', ['month_id', 'item'], unique=True, sqlite_where=sa.text('evidence_id IS NULL'), postgresql_where=sa.text('evidence_id IS NULL'))

    op.create_table('workforce_peer_mark',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('score_id', sa.Integer(), nullable=False),
    sa.Column('points_x100', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['score_id'], ['workforce_appraisal_score.id'], name=op.f('fk_workforce_peer_mark_score_id_workforce_appraisal_score')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_peer_mark'))
    )
    with op.batch_alter_table('workforce_peer_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_peer_mark_score_id'), ['score_id'], unique=False)

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('workforce_peer_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_peer_mark_score_id'))

    op.drop_table('workforce_peer_mark')
    with op.batch_alter_table('workforce_daily_entry', schema=None) as batch_op:
        batch_op.drop_index('uq_workforce_daily_entry_cell', sqlite_where=sa.text('evidence_id IS NULL'), postgresql_where=sa.text('evidence_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_workforce_daily_entry_month_id_item'))
        batch_op.drop_index(batch_op.f('ix_workforce_daily_entry_evidence_id'))

    op.drop_table('workforce_daily_entry')
    with op.batch_alter_table('workforce_survey_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_survey_sheet_survey_id'))

    op.drop_table('workforce_survey_sheet')
    with op.batch_alter_table('workforce_survey_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_survey_answer_survey_id'))

    op.drop_table('workforce_survey_answer')
    with op.batch_alter_table('workforce_peer_turn', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_peer_turn_year_id_worker_id'))

    op.drop_table('workforce_peer_turn')
    with op.batch_alter_table('workforce_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_evidence_worker_id_act_on'))
        batch_op.drop_index(batch_op.f('ix_workforce_evidence_community_act_on'))

    op.drop_table('workforce_evidence')
    with op.batch_alter_table('workforce_appraisal_score', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_score_year_id_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_score_year_id_community_state'))
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_score_worker_id'))

    op.drop_table('workforce_appraisal_score')
    with op.batch_alter_table('workforce_appraisal_month', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_month_worker_id_month'))
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_month_community_month_state'))

    op.drop_table('workforce_appraisal_month')
    with op.batch_alter_table('workforce_survey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_survey_year_community_round'))

    op.drop_table('workforce_survey')
    op.drop_table('workforce_appraisal_year')
    with op.batch_alter_table('access_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_token_purpose_record_id'))

    op.drop_table('access_token')
