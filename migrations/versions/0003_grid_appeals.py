"""Appeals with their children, the coverage of grids and the appointments to places."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('grid_appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.String(length=20), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('description', sa.String(length=1000), nullable=False),
    sa.Column('domain', sa.String(length=20), nullable=False),
    sa.Column('category', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Enum('normal', 'complex', 'hard', 'urgent', name='level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('source', sa.String(length=30), nullable=False),
    sa.Column('source_no', sa.String(length=40), nullable=True),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('compound_id', sa.Integer(), nullable=True),
    sa.Column('building_id', sa.Integer(), nullable=True),
    sa.Column('entrance_id', sa.Integer(), nullable=True),
    sa.Column('address_text', sa.String(length=120), nullable=False),
    sa.Column('discovered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('registered_by_id', sa.Integer(), nullable=False),
    sa.Column('accept_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by_id', sa.Integer(), nullable=True),
    sa.Column('handling_level', sa.Enum('grid', 'community', 'street', 'district', name='handlinglevel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying', 'closed', 'archived', 'rejected', 'merged', 'withdrawn', 'voided', name='appealstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('promise_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('promise_n', sa.Integer(), nullable=True),
    sa.Column('promise_unit', sa.String(length=4), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('first_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('severe_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('remaining', sa.Integer(), nullable=True),
    sa.Column('is_provisional', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('outcome_text', sa.String(length=500), nullable=False),
    sa.Column('responded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('responded_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('last_closed_on', sa.Date(), nullable=True),
    sa.Column('reopen_until', sa.Date(), nullable=True),
    sa.Column('ended_reason', sa.String(length=30), nullable=True),
    sa.Column('ended_note', sa.String(length=300), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('review_note', sa.String(length=300), nullable=False),
    sa.Column('reopen_count', sa.Integer(), nullable=False),
    sa.Column('rework_count', sa.Integer(), nullable=False),
    sa.Column('is_mass', sa.Boolean(), nullable=False),
    sa.Column('is_restricted', sa.Boolean(), nullable=False),
    sa.Column('is_suspended', sa.Boolean(), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('recurs_of_id', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_by_id', sa.Integer(), nullable=True),
    sa.Column('search_text', sa.String(length=400), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(merged_into_id IS NOT NULL) = (state = 'merged')", name=op.f('ck_grid_appeal_merged_with_root')),
    sa.CheckConstraint('(accepted_at IS NULL) = (accepted_by_id IS NULL)', name=op.f('ck_grid_appeal_accepted_at_with_by')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_grid_appeal_closed_at_with_by')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_on IS NULL)', name=op.f('ck_grid_appeal_closed_at_with_on')),
    sa.CheckConstraint('closed_on IS NULL OR closed_on = last_closed_on', name=op.f('ck_grid_appeal_last_closing')),
    sa.CheckConstraint('(ended_at IS NULL) = (ended_by_id IS NULL)', name=op.f('ck_grid_appeal_ended_at_with_by')),
    sa.CheckConstraint('(reminded_at IS NULL) = (reminded_by_id IS NULL)', name=op.f('ck_grid_appeal_reminded_at_with_by')),
    sa.CheckConstraint('(responded_at IS NULL) = (responded_by_id IS NULL)', name=op.f('ck_grid_appeal_responded_at_with_by')),
    sa.CheckConstraint('(reviewed_at IS NULL) = (reviewed_by_id IS NULL)', name=op.f('ck_grid_appeal_reviewed_at_with_by')),
    sa.CheckConstraint('merged_into_id IS NULL OR merged_into_id <> id', name=op.f('ck_grid_appeal_not_into_itself')),
    sa.CheckConstraint('reopen_count >= 0 AND rework_count >= 0', name=op.f('ck_grid_appeal_counts')),
    sa.ForeignKeyConstraint(['building_id'], ['building.id'], name=op.f('fk_grid_appeal_building_id_building')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_grid_appeal_community_area')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_grid_appeal_compound_id_compound')),
    sa.ForeignKeyConstraint(['entrance_id'], ['entrance.id'], name=op.f('fk_grid_appeal_entrance_id_entrance')),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_grid_appeal_grid_id_grid')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_grid_appeal_matter_id_matter')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['grid_appeal.id'], name=op.f('fk_grid_appeal_merged_into_id_grid_appeal')),
    sa.ForeignKeyConstraint(['recurs_of_id'], ['grid_appeal.id'], name=op.f('fk_grid_appeal_recurs_of_id_grid_appeal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_appeal')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_grid_appeal_matter_id')),
    sa.UniqueConstraint('no', name=op.f('uq_grid_appeal_no'))
    )
    with op.batch_alter_table('grid_appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_appeal_category_registered_at_id'), ['category', 'registered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_community_due_at_id'), ['community', 'due_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_community_registered_at_id'), ['community', 'registered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_community_state_registered_at_id'), ['community', 'state', 'registered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_compound_id_category_registered_at'), ['compound_id', 'category', 'registered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_due_at_id'), ['due_at', 'id'], unique=False)
        batch_op.create_index('ix_grid_appeal_figures_closed', ['last_closed_on', 'community', 'state', 'is_restricted', 'registered_by_id', 'outcome', 'reopen_count', 'rework_count'], unique=False)
        batch_op.create_index('ix_grid_appeal_figures_due', ['due_on', 'community', 'state', 'is_restricted', 'registered_by_id', 'due_at', 'responded_at'], unique=False)
        batch_op.create_index('ix_grid_appeal_figures_first_due', ['first_due_on', 'community', 'state', 'is_restricted', 'registered_by_id', 'first_due_at', 'responded_at'], unique=False)
        batch_op.create_index('ix_grid_appeal_figures_registered', ['registered_on', 'community', 'state', 'is_restricted', 'registered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index('ix_grid_appeal_open_due', ['community', 'due_at', 'id'], unique=False, sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.create_index('ix_grid_appeal_open_registered', ['community', 'registered_at', 'id'], unique=False, sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.create_index(batch_op.f('ix_grid_appeal_recurs_of_id'), ['recurs_of_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_registered_at_id'), ['registered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_registered_by_id_registered_at'), ['registered_by_id', 'registered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_state_registered_at_id'), ['state', 'registered_at', 'id'], unique=False)
        batch_op.create_index('ix_grid_appeal_open_all', ['registered_at', 'id'], unique=False, sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.create_index('ix_grid_appeal_open_next_due', [sa.text("(CASE WHEN state = 'registered' THEN accept_due_at ELSE due_at END)"), 'id'], unique=False, sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.create_index('ix_grid_appeal_open_community_next_due', ['community', sa.text("(CASE WHEN state = 'registered' THEN accept_due_at ELSE due_at END)"), 'id'], unique=False, sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.create_index('ix_grid_appeal_closed', ['closed_at', 'id'], unique=False, sqlite_where=sa.text('closed_at IS NOT NULL'), postgresql_where=sa.text('closed_at IS NOT NULL'))
        batch_op.create_index('ix_grid_appeal_closed_community', ['community', 'closed_at', 'id'], unique=False, sqlite_where=sa.text('closed_at IS NOT NULL'), postgresql_where=sa.text('closed_at IS NOT NULL'))
        batch_op.create_index('ix_grid_appeal_shelved', ['community', 'closed_at', 'id'], unique=False, sqlite_where=sa.text("closed_at IS NOT NULL AND outcome = 'shelved' AND reviewed_at IS NULL"), postgresql_where=sa.text("closed_at IS NOT NULL AND outcome = 'shelved' AND reviewed_at IS NULL"))
        batch_op.create_index('uq_grid_appeal_day_sequence', ['registered_on', 'sequence'], unique=True)
        batch_op.create_index('uq_grid_appeal_source_no', ['source_no', 'source'], unique=True)

    op.create_table('grid_appointment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('patron', 'leader', 'branch_secretary', 'building_head', 'entrance_head', 'member', name='appointmentrole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=True),
    sa.Column('building_id', sa.Integer(), nullable=True),
    sa.Column('entrance_id', sa.Integer(), nullable=True),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('basis', sa.String(length=120), nullable=False),
    sa.CheckConstraint("role <> 'leader' OR compound_id IS NOT NULL", name=op.f('ck_grid_appointment_leader_of_compound')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_grid_appointment_period')),
    sa.ForeignKeyConstraint(['building_id'], ['building.id'], name=op.f('fk_grid_appointment_building_id_building')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_grid_appointment_community_area')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_grid_appointment_compound_id_compound')),
    sa.ForeignKeyConstraint(['entrance_id'], ['entrance.id'], name=op.f('fk_grid_appointment_entrance_id_entrance')),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_grid_appointment_grid_id_grid')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_grid_appointment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_appointment'))
    )
    with op.batch_alter_table('grid_appointment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_appointment_community'), ['community'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appointment_compound_id'), ['compound_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appointment_person_id_role'), ['person_id', 'role'], unique=False)

    op.create_table('grid_coverage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('entrance_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_grid_coverage_period')),
    sa.ForeignKeyConstraint(['building_id'], ['building.id'], name=op.f('fk_grid_coverage_building_id_building')),
    sa.ForeignKeyConstraint(['entrance_id'], ['entrance.id'], name=op.f('fk_grid_coverage_entrance_id_entrance')),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_grid_coverage_grid_id_grid')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_coverage'))
    )
    with op.batch_alter_table('grid_coverage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_coverage_building_id_valid_from'), ['building_id', 'valid_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_coverage_grid_id'), ['grid_id'], unique=False)

    op.create_table('grid_appeal_leg',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('dispatch', 'escalate', 'delegate', 'whistle', 'assist', 'assign', name='legkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('role', sa.Enum('lead', 'assist', name='legrole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('issuer_area', sa.String(length=12), nullable=False),
    sa.Column('to_area', sa.String(length=12), nullable=True),
    sa.Column('to_organisation_id', sa.Integer(), nullable=True),
    sa.Column('to_person_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('to_company', sa.Boolean(), nullable=False),
    sa.Column('to_name', sa.String(length=80), nullable=False),
    sa.Column('sign_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_id', sa.Integer(), nullable=True),
    sa.Column('contact_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('waived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waived_by_id', sa.Integer(), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_by_id', sa.Integer(), nullable=True),
    sa.Column('return_asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('return_asked_by_id', sa.Integer(), nullable=True),
    sa.Column('return_reason', sa.String(length=300), nullable=False),
    sa.Column('return_suggestion', sa.String(length=80), nullable=False),
    sa.Column('instruction', sa.String(length=300), nullable=False),
    sa.Column('override_reason', sa.String(length=200), nullable=False),
    sa.Column('progress_note', sa.String(length=500), nullable=False),
    sa.Column('whistle', sa.Enum('push', 'hard', name='whistlekind', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('returnable', sa.Boolean(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(done_at IS NULL) = (done_by_id IS NULL)', name=op.f('ck_grid_appeal_leg_done_at_with_by')),
    sa.CheckConstraint('(return_asked_at IS NULL) = (return_asked_by_id IS NULL)', name=op.f('ck_grid_appeal_leg_return_asked_at_with_by')),
    sa.CheckConstraint('(returned_at IS NULL) = (returned_by_id IS NULL)', name=op.f('ck_grid_appeal_leg_returned_at_with_by')),
    sa.CheckConstraint('(signed_at IS NULL) = (signed_by_id IS NULL)', name=op.f('ck_grid_appeal_leg_signed_at_with_by')),
    sa.CheckConstraint('(to_area IS NULL) <> (to_organisation_id IS NULL)', name=op.f('ck_grid_appeal_leg_one_body')),
    sa.CheckConstraint('(waived_at IS NULL) = (waived_by_id IS NULL)', name=op.f('ck_grid_appeal_leg_waived_at_with_by')),
    sa.ForeignKeyConstraint(['appeal_id'], ['grid_appeal.id'], name=op.f('fk_grid_appeal_leg_appeal_id_grid_appeal')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_grid_appeal_leg_team_id_team')),
    sa.ForeignKeyConstraint(['to_area'], ['area.code'], name=op.f('fk_grid_appeal_leg_to_area_area')),
    sa.ForeignKeyConstraint(['to_organisation_id'], ['organisation.id'], name=op.f('fk_grid_appeal_leg_to_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['to_person_id'], ['person.id'], name=op.f('fk_grid_appeal_leg_to_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_appeal_leg'))
    )
    with op.batch_alter_table('grid_appeal_leg', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_appeal_leg_appeal_id_id'), ['appeal_id', 'id'], unique=False)
        batch_op.create_index('ix_grid_appeal_leg_figures', ['sign_due_at', 'appeal_id', 'role', 'signed_at', 'returned_at', 'waived_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_leg_issued_at_id'), ['issued_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_leg_sign_due_at_id'), ['sign_due_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_leg_to_area_is_current_appeal_id'), ['to_area', 'is_current', 'appeal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_leg_to_organisation_id_is_current_appeal_id'), ['to_organisation_id', 'is_current', 'appeal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_leg_to_person_id_is_current_appeal_id'), ['to_person_id', 'is_current', 'appeal_id'], unique=False)
        batch_op.create_index('uq_grid_appeal_leg_current_lead', ['appeal_id'], unique=True, sqlite_where=sa.text("is_current AND role = 'lead'"), postgresql_where=sa.text("is_current AND role = 'lead'"))

    op.create_table('grid_appeal_reporter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('resident', 'grid_worker', 'unit', 'anonymous', name='reporterkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('wants_reply', sa.Boolean(), nullable=False),
    sa.Column('hide_from_handler', sa.Boolean(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_root_id', sa.Integer(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('satisfaction', sa.Enum('satisfied', 'basic', 'unsatisfied', 'unrated', name='satisfaction', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.CheckConstraint('(asked_root_id IS NULL) = (asked_on IS NULL)', name=op.f('ck_grid_appeal_reporter_asked_root_with_day')),
    sa.CheckConstraint('(satisfaction IS NULL) = (asked_on IS NULL)', name=op.f('ck_grid_appeal_reporter_answer_with_day')),
    sa.CheckConstraint('(told_at IS NULL) = (told_by_id IS NULL)', name=op.f('ck_grid_appeal_reporter_told_at_with_by')),
    sa.ForeignKeyConstraint(['appeal_id'], ['grid_appeal.id'], name=op.f('fk_grid_appeal_reporter_appeal_id_grid_appeal')),
    sa.ForeignKeyConstraint(['asked_root_id'], ['grid_appeal.id'], name=op.f('fk_grid_appeal_reporter_asked_root_id_grid_appeal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_appeal_reporter'))
    )
    with op.batch_alter_table('grid_appeal_reporter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_appeal_reporter_appeal_id'), ['appeal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_reporter_asked_on_id'), ['asked_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_appeal_reporter_asked_root_id_satisfaction'), ['asked_root_id', 'satisfaction'], unique=False)

    op.create_table('grid_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('way', sa.Enum('on_site', 'phone', 'household', name='checkway', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['grid_appeal.id'], name=op.f('fk_grid_check_appeal_id_grid_appeal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_check'))
    )
    with op.batch_alter_table('grid_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_check_appeal_id'), ['appeal_id'], unique=False)

    op.create_table('grid_extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('old_due_on', sa.Date(), nullable=False),
    sa.Column('new_due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_by_id', sa.Integer(), nullable=True),
    sa.Column('refusal', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved_at IS NULL) = (approved_by_id IS NULL)', name=op.f('ck_grid_extension_approved_at_with_by')),
    sa.CheckConstraint('(refused_at IS NULL) = (refused_by_id IS NULL)', name=op.f('ck_grid_extension_refused_at_with_by')),
    sa.CheckConstraint('approved_at IS NULL OR refused_at IS NULL', name=op.f('ck_grid_extension_one_answer')),
    sa.CheckConstraint('approved_by_id IS NULL OR approved_by_id <> asked_by_id', name=op.f('ck_grid_extension_two_persons')),
    sa.ForeignKeyConstraint(['appeal_id'], ['grid_appeal.id'], name=op.f('fk_grid_extension_appeal_id_grid_appeal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_extension'))
    )
    with op.batch_alter_table('grid_extension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_extension_appeal_id'), ['appeal_id'], unique=False)
        batch_op.create_index('ix_grid_extension_asked', ['appeal_id'], unique=False, sqlite_where=sa.text('approved_at IS NULL AND refused_at IS NULL'), postgresql_where=sa.text('approved_at IS NULL AND refused_at IS NULL'))

    op.create_table('grid_merge_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('root_id', sa.Integer(), nullable=False),
    sa.Column('merged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merged_by_id', sa.Integer(), nullable=False),
    sa.Column('child_before', sa.JSON(), nullable=False),
    sa.Column('root_before', sa.JSON(), nullable=False),
    sa.Column('unmerged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unmerged_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(unmerged_at IS NULL) = (unmerged_by_id IS NULL)', name=op.f('ck_grid_merge_log_unmerged_at_with_by')),
    sa.ForeignKeyConstraint(['child_id'], ['grid_appeal.id'], name=op.f('fk_grid_merge_log_child_id_grid_appeal')),
    sa.ForeignKeyConstraint(['root_id'], ['grid_appeal.id'], name=op.f('fk_grid_merge_log_root_id_grid_appeal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_merge_log'))
    )
    with op.batch_alter_table('grid_merge_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_merge_log_child_id'), ['child_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_merge_log_root_id'), ['root_id'], unique=False)

    op.create_table('grid_suspension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('planned_to_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_by_id', sa.Integer(), nullable=True),
    sa.Column('refusal', sa.String(length=200), nullable=False),
    sa.Column('resumed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resumed_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved_at IS NULL) = (approved_by_id IS NULL)', name=op.f('ck_grid_suspension_approved_at_with_by')),
    sa.CheckConstraint('(refused_at IS NULL) = (refused_by_id IS NULL)', name=op.f('ck_grid_suspension_refused_at_with_by')),
    sa.CheckConstraint('(resumed_at IS NULL) = (resumed_by_id IS NULL)', name=op.f('ck_grid_suspension_resumed_at_with_by')),
    sa.CheckConstraint('approved_at IS NULL OR refused_at IS NULL', name=op.f('ck_grid_suspension_one_answer')),
    sa.CheckConstraint('approved_by_id IS NULL OR approved_by_id <> asked_by_id', name=op.f('ck_grid_suspension_two_persons')),
    sa.CheckConstraint('to_on IS NULL OR to_on >= from_on', name=op.f('ck_grid_suspension_period')),
    sa.ForeignKeyConstraint(['appeal_id'], ['grid_appeal.id'], name=op.f('fk_grid_suspension_appeal_id_grid_appeal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_suspension'))
    )
    with op.batch_alter_table('grid_suspension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_suspension_appeal_id'), ['appeal_id'], unique=False)
        batch_op.create_index('ix_grid_suspension_asked', ['appeal_id'], unique=False, sqlite_where=sa.text('approved_at IS NULL AND refused_at IS NULL'), postgresql_where=sa.text('approved_at IS NULL AND refused_at IS NULL'))

    op.create_table('grid_contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=False),
    sa.Column('reporter_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('reached', sa.Boolean(), nullable=False),
    sa.Column('says_solved', sa.Boolean(), nullable=True),
    sa.Column('satisfaction', sa.Enum('satisfied', 'basic', 'unsatisfied', 'unrated', name='satisfaction', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('contacted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('contacted_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['grid_appeal.id'], name=op.f('fk_grid_contact_appeal_id_grid_appeal')),
    sa.ForeignKeyConstraint(['reporter_id'], ['grid_appeal_reporter.id'], name=op.f('fk_grid_contact_reporter_id_grid_appeal_reporter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_contact'))
    )
    with op.batch_alter_table('grid_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_contact_appeal_id'), ['appeal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grid_contact_reporter_id'), ['reporter_id'], unique=False)
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('grid_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_contact_reporter_id'))
        batch_op.drop_index(batch_op.f('ix_grid_contact_appeal_id'))

    op.drop_table('grid_contact')
    with op.batch_alter_table('grid_suspension', schema=None) as batch_op:
        batch_op.drop_index('ix_grid_suspension_asked', sqlite_where=sa.text('approved_at IS NULL AND refused_at IS NULL'), postgresql_where=sa.text('approved_at IS NULL AND refused_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_grid_suspension_appeal_id'))

    op.drop_table('grid_suspension')
    with op.batch_alter_table('grid_merge_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_merge_log_root_id'))
        batch_op.drop_index(batch_op.f('ix_grid_merge_log_child_id'))

    op.drop_table('grid_merge_log')
    with op.batch_alter_table('grid_extension', schema=None) as batch_op:
        batch_op.drop_index('ix_grid_extension_asked', sqlite_where=sa.text('approved_at IS NULL AND refused_at IS NULL'), postgresql_where=sa.text('approved_at IS NULL AND refused_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_grid_extension_appeal_id'))

    op.drop_table('grid_extension')
    with op.batch_alter_table('grid_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_check_appeal_id'))

    op.drop_table('grid_check')
    with op.batch_alter_table('grid_appeal_reporter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_appeal_reporter_asked_root_id_satisfaction'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_reporter_asked_on_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_reporter_appeal_id'))

    op.drop_table('grid_appeal_reporter')
    with op.batch_alter_table('grid_appeal_leg', schema=None) as batch_op:
        batch_op.drop_index('uq_grid_appeal_leg_current_lead', sqlite_where=sa.text("is_current AND role = 'lead'"), postgresql_where=sa.text("is_current AND role = 'lead'"))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_leg_to_person_id_is_current_appeal_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_leg_to_organisation_id_is_current_appeal_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_leg_to_area_is_current_appeal_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_leg_sign_due_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_leg_issued_at_id'))
        batch_op.drop_index('ix_grid_appeal_leg_figures')
        batch_op.drop_index(batch_op.f('ix_grid_appeal_leg_appeal_id_id'))

    op.drop_table('grid_appeal_leg')
    with op.batch_alter_table('grid_coverage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_coverage_grid_id'))
        batch_op.drop_index(batch_op.f('ix_grid_coverage_building_id_valid_from'))

    op.drop_table('grid_coverage')
    with op.batch_alter_table('grid_appointment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_appointment_person_id_role'))
        batch_op.drop_index(batch_op.f('ix_grid_appointment_compound_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appointment_community'))

    op.drop_table('grid_appointment')
    with op.batch_alter_table('grid_appeal', schema=None) as batch_op:
        batch_op.drop_index('ix_grid_appeal_shelved', sqlite_where=sa.text("closed_at IS NOT NULL AND outcome = 'shelved' AND reviewed_at IS NULL"), postgresql_where=sa.text("closed_at IS NOT NULL AND outcome = 'shelved' AND reviewed_at IS NULL"))
        batch_op.drop_index('ix_grid_appeal_closed_community', sqlite_where=sa.text('closed_at IS NOT NULL'), postgresql_where=sa.text('closed_at IS NOT NULL'))
        batch_op.drop_index('ix_grid_appeal_closed', sqlite_where=sa.text('closed_at IS NOT NULL'), postgresql_where=sa.text('closed_at IS NOT NULL'))
        batch_op.drop_index('ix_grid_appeal_open_community_next_due', sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.drop_index('ix_grid_appeal_open_next_due', sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.drop_index('ix_grid_appeal_open_all', sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.drop_index('uq_grid_appeal_source_no')
        batch_op.drop_index('uq_grid_appeal_day_sequence')
        batch_op.drop_index(batch_op.f('ix_grid_appeal_state_registered_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_registered_by_id_registered_at'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_registered_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_recurs_of_id'))
        batch_op.drop_index('ix_grid_appeal_open_registered', sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.drop_index('ix_grid_appeal_open_due', sqlite_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"), postgresql_where=sa.text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')"))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_merged_into_id'))
        batch_op.drop_index('ix_grid_appeal_figures_registered')
        batch_op.drop_index('ix_grid_appeal_figures_first_due')
        batch_op.drop_index('ix_grid_appeal_figures_due')
        batch_op.drop_index('ix_grid_appeal_figures_closed')
        batch_op.drop_index(batch_op.f('ix_grid_appeal_due_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_compound_id_category_registered_at'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_community_state_registered_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_community_registered_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_community_due_at_id'))
        batch_op.drop_index(batch_op.f('ix_grid_appeal_category_registered_at_id'))

    op.drop_table('grid_appeal')
    # the faces of the appeals go with them; what the audit trail says of them stays
    faces = "(SELECT id FROM matter WHERE kind = 'appeal')"
    op.execute(f"DELETE FROM matter_link WHERE from_id IN {faces} OR to_id IN {faces}")
    op.execute(f"DELETE FROM attachment WHERE matter_id IN {faces}")
    op.execute("DELETE FROM matter WHERE kind = 'appeal'")
