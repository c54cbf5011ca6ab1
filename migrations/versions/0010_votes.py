"""Owners' votes: motions, roster, counting units, ballots, counts and their results."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('red_property_vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('form', sa.Enum('written', 'online', 'meeting', name='voteform', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('initiator', sa.Enum('committee', 'owners', 'substitute', 'community', 'street', name='initiator', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('initiator_note', sa.String(length=200), nullable=False),
    sa.Column('proposers', sa.Integer(), nullable=True),
    sa.Column('electorate', sa.Enum('compound', 'building', 'entrance', 'chosen', name='electoratescope', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('electorate_note', sa.String(length=120), nullable=False),
    sa.Column('freeze_on', sa.Date(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('clause_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'publicised', 'open', 'counting', 'preliminary', 'final', 'abandoned', name='votestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('persons_total', sa.Integer(), nullable=True),
    sa.Column('area_total_x100', sa.Integer(), nullable=True),
    sa.Column('notified_on', sa.Date(), nullable=True),
    sa.Column('undeliverable_days', sa.Integer(), nullable=True),
    sa.Column('result_posted_on', sa.Date(), nullable=True),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=False),
    sa.Column('planner_name', sa.String(length=40), nullable=False),
    sa.Column('search_text', sa.String(length=400), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(persons_total IS NULL) = (area_total_x100 IS NULL)', name=op.f('ck_red_property_vote_totals_together')),
    sa.CheckConstraint('persons_total > 0 AND area_total_x100 > 0', name=op.f('ck_red_property_vote_totals')),
    sa.ForeignKeyConstraint(['clause_id'], ['attachment.id'], name=op.f('fk_red_property_vote_clause_id_attachment')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_red_property_vote_community_area')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_vote_compound_id_compound')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_vote_matter_id_matter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_vote')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_vote_matter_id'))
    )
    with op.batch_alter_table('red_property_vote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_vote_community_opens_on_id'), ['community', 'opens_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_vote_compound_id'), ['compound_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_vote_opens_on_id'), ['opens_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_vote_state_opens_on_id'), ['state', 'opens_on', 'id'], unique=False)

    op.create_table('red_property_owner_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('is_developer', sa.Boolean(), nullable=False),
    sa.Column('names', sa.LargeBinary(), nullable=False),
    sa.Column('units', sa.JSON(), nullable=False),
    sa.Column('area_x100', sa.Integer(), nullable=False),
    sa.Column('delivery', sa.Enum('in_person', 'mail', 'electronic', 'meeting', name='deliverymethod', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('has_receipt', sa.Boolean(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(delivery IS NULL) = (delivered_on IS NULL)', name=op.f('ck_red_property_owner_group_delivered')),
    sa.CheckConstraint('NOT has_receipt OR delivery IS NOT NULL', name=op.f('ck_red_property_owner_group_receipt_of_delivery')),
    sa.ForeignKeyConstraint(['vote_id'], ['red_property_vote.id'], name=op.f('fk_red_property_owner_group_vote_id_red_property_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_owner_group')),
    sa.UniqueConstraint('vote_id', 'number', name=op.f('uq_red_property_owner_group_vote_id_number'))
    )
    op.create_table('red_property_roster_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('dwelling', 'shop', 'parking', 'other', name='unitkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('registered_x100', sa.Integer(), nullable=True),
    sa.Column('surveyed_x100', sa.Integer(), nullable=True),
    sa.Column('contract_x100', sa.Integer(), nullable=True),
    sa.Column('status', sa.Enum('delivered', 'sold_undelivered', 'unsold', name='unitstatus', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('titled', sa.Boolean(), nullable=False),
    sa.Column('owners', sa.LargeBinary(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('registered_x100 > 0 AND surveyed_x100 > 0 AND contract_x100 > 0', name=op.f('ck_red_property_roster_unit_areas')),
    sa.ForeignKeyConstraint(['vote_id'], ['red_property_vote.id'], name=op.f('fk_red_property_roster_unit_vote_id_red_property_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_roster_unit')),
    sa.UniqueConstraint('vote_id', 'unit', name=op.f('uq_red_property_roster_unit_vote_id_unit'))
    )
    op.create_table('red_property_vote_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmer_name', sa.String(length=40), nullable=False),
    sa.Column('finalised_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finalised_by_id', sa.Integer(), nullable=True),
    sa.Column('finaliser_name', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL)', name=op.f('ck_red_property_vote_count_confirmed_at_with_by')),
    sa.CheckConstraint('(finalised_at IS NULL) = (finalised_by_id IS NULL)', name=op.f('ck_red_property_vote_count_finalised_at_with_by')),
    sa.CheckConstraint('finalised_at IS NULL OR confirmed_at IS NOT NULL', name=op.f('ck_red_property_vote_count_confirmed_before_final')),
    sa.ForeignKeyConstraint(['vote_id'], ['red_property_vote.id'], name=op.f('fk_red_property_vote_count_vote_id_red_property_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_vote_count')),
    sa.UniqueConstraint('vote_id', 'round', name=op.f('uq_red_property_vote_count_vote_id_round'))
    )
    op.create_table('red_property_ballot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('medium', sa.Enum('paper', 'electronic', name='medium', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agent', sa.LargeBinary(), nullable=True),
    sa.Column('agent_digest', sa.String(length=64), nullable=False),
    sa.Column('agent_cleared', sa.String(length=200), nullable=False),
    sa.Column('is_valid', sa.Boolean(), nullable=False),
    sa.Column('void_reason', sa.String(length=200), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('check_state', sa.Enum('entered', 'differs', 'checked', name='ballotcheck', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('second', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('enterer_name', sa.String(length=40), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('checker_name', sa.String(length=40), nullable=False),
    sa.Column('settled_reason', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(checked_at IS NULL) = (check_state = 'entered')", name=op.f('ck_red_property_ballot_checked')),
    sa.CheckConstraint('(checked_at IS NULL) = (checked_by_id IS NULL)', name=op.f('ck_red_property_ballot_checked_at_with_by')),
    sa.CheckConstraint('checked_by_id <> entered_by_id', name=op.f('ck_red_property_ballot_four_eyes')),
    sa.ForeignKeyConstraint(['group_id'], ['red_property_owner_group.id'], name=op.f('fk_red_property_ballot_group_id_red_property_owner_group')),
    sa.ForeignKeyConstraint(['vote_id'], ['red_property_vote.id'], name=op.f('fk_red_property_ballot_vote_id_red_property_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_ballot')),
    sa.UniqueConstraint('vote_id', 'no', name=op.f('uq_red_property_ballot_vote_id_no'))
    )
    with op.batch_alter_table('red_property_ballot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_ballot_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_ballot_vote_id_check_state_id'), ['vote_id', 'check_state', 'id'], unique=False)

    op.create_table('red_property_motion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vote_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('matter', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('resolution_id', sa.Integer(), nullable=True),
    sa.Column('resolution_scope', sa.Enum('compound', 'building', 'entrance', 'chosen', name='electoratescope', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(resolution_id IS NULL) = (resolution_scope IS NULL)', name=op.f('ck_red_property_motion_scope_of_resolution')),
    sa.ForeignKeyConstraint(['resolution_id'], ['red_property_resolution.id'], name=op.f('fk_red_property_motion_resolution_id_red_property_resolution')),
    sa.ForeignKeyConstraint(['vote_id'], ['red_property_vote.id'], name=op.f('fk_red_property_motion_vote_id_red_property_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_motion')),
    sa.UniqueConstraint('vote_id', 'seq', name=op.f('uq_red_property_motion_vote_id_seq'))
    )
    with op.batch_alter_table('red_property_motion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_motion_resolution_id'), ['resolution_id'], unique=False)

    op.create_table('red_property_vote_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('count_id', sa.Integer(), nullable=False),
    sa.Column('motion_id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('threshold_row', sa.String(length=10), nullable=False),
    sa.Column('matter_class', sa.String(length=10), nullable=False),
    sa.Column('persons_total', sa.Integer(), nullable=False),
    sa.Column('area_total_x100', sa.Integer(), nullable=False),
    sa.Column('classes', sa.JSON(), nullable=False),
    sa.Column('participating_persons', sa.Integer(), nullable=False),
    sa.Column('participating_area_x100', sa.Integer(), nullable=False),
    sa.Column('agreeing_persons', sa.Integer(), nullable=False),
    sa.Column('agreeing_area_x100', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('follow_asked', sa.Boolean(), nullable=False),
    sa.Column('follow_choice', sa.String(length=10), nullable=False),
    sa.Column('follow_reason', sa.String(length=20), nullable=False),
    sa.Column('follow_passed', sa.Boolean(), nullable=True),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['count_id'], ['red_property_vote_count.id'], name=op.f('fk_red_property_vote_result_count_id_red_property_vote_count')),
    sa.ForeignKeyConstraint(['motion_id'], ['red_property_motion.id'], name=op.f('fk_red_property_vote_result_motion_id_red_property_motion')),
    sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name=op.f('fk_red_property_vote_result_scheme_id_rule_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_vote_result')),
    sa.UniqueConstraint('count_id', 'motion_id', name=op.f('uq_red_property_vote_result_count_id_motion_id'))
    )
    with op.batch_alter_table('red_property_vote_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_vote_result_motion_id'), ['motion_id'], unique=False)

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_vote_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_vote_result_motion_id'))

    op.drop_table('red_property_vote_result')
    with op.batch_alter_table('red_property_motion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_motion_resolution_id'))

    op.drop_table('red_property_motion')
    with op.batch_alter_table('red_property_ballot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_ballot_vote_id_check_state_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_ballot_group_id'))

    op.drop_table('red_property_ballot')
    op.drop_table('red_property_vote_count')
    op.drop_table('red_property_roster_unit')
    op.drop_table('red_property_owner_group')
    with op.batch_alter_table('red_property_vote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_vote_state_opens_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_vote_opens_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_vote_compound_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_vote_community_opens_on_id'))

    op.drop_table('red_property_vote')

    # what was put up for the votes and their faces go with them; what the audit trail says of them stays
    put_up = "(SELECT id FROM publicity WHERE kind LIKE 'red_property.vote_%')"
    op.execute(f"DELETE FROM objection WHERE publicity_id IN {put_up}")
    op.execute("DELETE FROM publicity WHERE kind LIKE 'red_property.vote_%'")
    faces = "(SELECT id FROM matter WHERE kind = 'vote')"
    op.execute(f"DELETE FROM matter_link WHERE from_id IN {faces} OR to_id IN {faces}")
    op.execute(f"DELETE FROM attachment WHERE matter_id IN {faces}")
    op.execute("DELETE FROM matter WHERE kind = 'vote'")
