"""Red property: companies, committees, meetings with what was decided and signed; the four shipped documents."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED_AT = datetime(2026, 11, 25, tzinfo=UTC)
FIRST_DAY = date(2018, 1, 1)
DOCUMENTS = {
    "red_property.settings": "red_property_settings.json",
    "red_property.item_kinds": "meeting_item_kinds.json",
    "red_property.vote_matters": "owners_vote_matters.json",
    "red_property.evaluation_items": "property_evaluation_items.json",
}

scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def _scheme(code: str, file: str) -> dict[str, Any]:
    payload = json.loads((DATA / file).read_text(encoding="utf-8"))
    return {
        "code": code, "effective_from": FIRST_DAY, "document_no": payload["status"], "payload": payload,
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    }


def upgrade() -> None:
    op.create_table('red_property_committee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('term_no', sa.Integer(), nullable=False),
    sa.Column('elected_on', sa.Date(), nullable=False),
    sa.Column('term_end', sa.Date(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats % 2 = 1', name=op.f('ck_red_property_committee_odd_seats')),
    sa.CheckConstraint('term_end > elected_on', name=op.f('ck_red_property_committee_term')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_committee_compound_id_compound')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_committee_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_committee')),
    sa.UniqueConstraint('compound_id', 'term_no', name=op.f('uq_red_property_committee_compound_id_term_no'))
    )
    with op.batch_alter_table('red_property_committee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_committee_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('red_property_company',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=False),
    sa.Column('kind', sa.Enum('local', 'branch', 'community_run', name='companykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('stars BETWEEN 0 AND 5', name=op.f('ck_red_property_company_stars')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_company_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_company')),
    sa.UniqueConstraint('credit_code', name=op.f('uq_red_property_company_credit_code')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_red_property_company_organisation_id'))
    )
    op.create_table('red_property_compound_mode',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('mode', sa.Enum('three', 'two', 'none', name='mode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_compound_mode_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_compound_mode')),
    sa.UniqueConstraint('compound_id', 'valid_from', name=op.f('uq_red_property_compound_mode_compound_id_valid_from'))
    )
    op.create_table('red_property_exemption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_exemption_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_exemption')),
    sa.UniqueConstraint('compound_id', 'period', name=op.f('uq_red_property_exemption_compound_id_period'))
    )
    with op.batch_alter_table('red_property_exemption', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_exemption_period'), ['period'], unique=False)

    op.create_table('red_property_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('regular', 'special', name='meetingkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=True),
    sa.Column('ends_at', sa.Time(), nullable=True),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('chair', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('recorder_id', sa.Integer(), nullable=False),
    sa.Column('recorder_name', sa.String(length=40), nullable=False),
    sa.Column('notified_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('planned', 'notified', 'held', 'pending', 'signed', 'archived', 'inquorate', 'cancelled', name='meetingstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('submit_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sign_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('returned_by', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='party', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('return_comment', sa.String(length=300), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_reason', sa.String(length=200), nullable=False),
    sa.Column('search_text', sa.String(length=400), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(period IS NULL) = (kind = 'special')", name=op.f('ck_red_property_meeting_period_of_regular')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL)', name=op.f('ck_red_property_meeting_confirmed_at_with_by')),
    sa.CheckConstraint('(submitted_at IS NULL) = (submitted_by_id IS NULL)', name=op.f('ck_red_property_meeting_submitted_at_with_by')),
    sa.CheckConstraint('(submitted_at IS NULL) = (submitted_on IS NULL)', name=op.f('ck_red_property_meeting_submitted_at_with_on')),
    sa.CheckConstraint('(year IS NULL) = (sequence IS NULL)', name=op.f('ck_red_property_meeting_number')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_red_property_meeting_community_area')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_meeting_matter_id_matter')),
    sa.ForeignKeyConstraint(['recorder_id'], ['person.id'], name=op.f('fk_red_property_meeting_recorder_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_meeting')),
    sa.UniqueConstraint('community', 'year', 'sequence', name=op.f('uq_red_property_meeting_community_year_sequence')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_meeting_matter_id'))
    )
    with op.batch_alter_table('red_property_meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_meeting_community_held_on_id'), ['community', 'held_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_meeting_held_on_id'), ['held_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_meeting_period_community'), ['period', 'community'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_meeting_recorder_id'), ['recorder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_meeting_state_held_on_id'), ['state', 'held_on', 'id'], unique=False)

    op.create_table('red_property_substitute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('managing', 'representatives', name='substitutekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('basis', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_substitute_period')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_substitute_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_substitute'))
    )
    with op.batch_alter_table('red_property_substitute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_substitute_compound_id'), ['compound_id'], unique=False)

    op.create_table('red_property_amendment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('before', sa.String(length=1000), nullable=False),
    sa.Column('after', sa.String(length=1000), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposer_name', sa.String(length=40), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_in_force', sa.Boolean(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_amendment_meeting_id_red_property_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_amendment')),
    sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_red_property_amendment_meeting_id_number'))
    )
    with op.batch_alter_table('red_property_amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_amendment_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('red_property_attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('party', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='party', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('capacity', sa.String(length=40), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=True),
    sa.Column('has_mandate', sa.Boolean(), nullable=False),
    sa.Column('is_present', sa.Boolean(), nullable=False),
    sa.Column('arrived', sa.Time(), nullable=True),
    sa.Column('left', sa.Time(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_attendance_compound_id_compound')),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_attendance_meeting_id_red_property_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_attendance_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_attendance')),
    sa.UniqueConstraint('meeting_id', 'name', name=op.f('uq_red_property_attendance_meeting_id_name')),
    sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_red_property_attendance_meeting_id_person_id'))
    )
    with op.batch_alter_table('red_property_attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_attendance_person_id'), ['person_id'], unique=False)

    op.create_table('red_property_committee_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=20), nullable=False),
    sa.Column('is_party_member', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_committee_member_period')),
    sa.ForeignKeyConstraint(['committee_id'], ['red_property_committee.id'], name=op.f('fk_red_property_committee_member_committee_id_red_property_committee')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_committee_member_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_committee_member'))
    )
    with op.batch_alter_table('red_property_committee_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_committee_member_committee_id'), ['committee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_committee_member_person_id'), ['person_id'], unique=False)

    op.create_table('red_property_contract',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('early', 'chosen', 'open_ended', 'emergency', name='contractkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('fee_text', sa.String(length=120), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('ended_reason', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_contract_period')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_contract_compound_id_compound')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_contract_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['service_id'], ['compound_service.id'], name=op.f('fk_red_property_contract_service_id_compound_service')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_contract')),
    sa.UniqueConstraint('service_id', name=op.f('uq_red_property_contract_service_id'))
    )
    with op.batch_alter_table('red_property_contract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_contract_compound_id_valid_from'), ['compound_id', 'valid_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_contract_organisation_id_valid_from'), ['organisation_id', 'valid_from'], unique=False)

    op.create_table('red_property_meeting_compound',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('mode', sa.Enum('three', 'two', 'none', name='mode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=True),
    sa.Column('is_quorate', sa.Boolean(), nullable=True),
    sa.Column('owners_note', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_meeting_compound_compound_id_compound')),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_meeting_compound_meeting_id_red_property_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_meeting_compound')),
    sa.UniqueConstraint('meeting_id', 'compound_id', name=op.f('uq_red_property_meeting_compound_meeting_id_compound_id'))
    )
    with op.batch_alter_table('red_property_meeting_compound', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_meeting_compound_compound_id'), ['compound_id'], unique=False)
        batch_op.create_index('uq_red_property_meeting_compound_month', ['compound_id', 'period'], unique=True, sqlite_where=sa.text('is_quorate AND period IS NOT NULL'), postgresql_where=sa.text('is_quorate AND period IS NOT NULL'))

    op.create_table('red_property_meeting_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('follow_up', 'report', 'negotiate', 'other', name='itemkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('topic', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('background', sa.String(length=1000), nullable=False),
    sa.Column('started_at', sa.Time(), nullable=True),
    sa.Column('community_opinion', sa.String(length=300), nullable=False),
    sa.Column('owners_opinion', sa.String(length=300), nullable=False),
    sa.Column('property_opinion', sa.String(length=300), nullable=False),
    sa.Column('conclusion', sa.Enum('agreed', 'not_agreed', 'carried', 'withdrawn', 'noted', name='conclusion', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('within_budget', sa.Boolean(), nullable=False),
    sa.Column('carried_from_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('carried_from_id IS NULL OR carried_from_id <> id', name=op.f('ck_red_property_meeting_item_not_itself')),
    sa.ForeignKeyConstraint(['carried_from_id'], ['red_property_meeting_item.id'], name=op.f('fk_red_property_meeting_item_carried_from_id_red_property_meeting_item')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_meeting_item_matter_id_matter')),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_meeting_item_meeting_id_red_property_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_meeting_item')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_meeting_item_matter_id')),
    sa.UniqueConstraint('meeting_id', 'carried_from_id', name=op.f('uq_red_property_meeting_item_meeting_id_carried_from_id'))
    )
    with op.batch_alter_table('red_property_meeting_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_meeting_item_carried_from_id'), ['carried_from_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_meeting_item_meeting_id_seq_id'), ['meeting_id', 'seq', 'id'], unique=False)

    op.create_table('red_property_meeting_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_meeting_version_meeting_id_red_property_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_meeting_version')),
    sa.UniqueConstraint('meeting_id', 'version', name=op.f('uq_red_property_meeting_version_meeting_id_version'))
    )
    op.create_table('red_property_resolution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('no', sa.String(length=12), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('owner_party', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='party', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('owner_name', sa.String(length=40), nullable=False),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('community_stance', sa.Enum('agree', 'reserve', 'disagree', name='community_stance', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('owners_stance', sa.Enum('agree', 'reserve', 'disagree', name='owners_stance', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('property_stance', sa.Enum('agree', 'reserve', 'disagree', name='property_stance', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('ratification', sa.Enum('none', 'committee', 'owners', 'approval', 'emergency', name='ratification', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('in_force', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('to_do', 'awaits_committee', 'awaits_owners', 'awaits_approval', 'doing', 'to_project', 'to_street', 'rejected', 'done', 'cancelled', name='resolutionstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('postponements', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('search_text', sa.String(length=600), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('percent BETWEEN 0 AND 100', name=op.f('ck_red_property_resolution_percent')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_red_property_resolution_community_area')),
    sa.ForeignKeyConstraint(['item_id'], ['red_property_meeting_item.id'], name=op.f('fk_red_property_resolution_item_id_red_property_meeting_item')),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_resolution_meeting_id_red_property_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_resolution'))
    )
    with op.batch_alter_table('red_property_resolution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_resolution_community_due_on_id'), ['community', 'due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_resolution_due_on_id'), ['due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_resolution_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_resolution_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_resolution_owner_party_due_on_id'), ['owner_party', 'due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_resolution_state_due_on_id'), ['state', 'due_on', 'id'], unique=False)

    op.create_table('red_property_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('amendment_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('party', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='party', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('way', sa.Enum('site', 'paper', name='signway', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_name', sa.String(length=40), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('void_reason', sa.String(length=200), nullable=False),
    sa.CheckConstraint("way = 'paper' OR person_id = entered_by_id", name=op.f('ck_red_property_signature_own_hand')),
    sa.ForeignKeyConstraint(['amendment_id'], ['red_property_amendment.id'], name=op.f('fk_red_property_signature_amendment_id_red_property_amendment')),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_signature_meeting_id_red_property_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_signature_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_signature'))
    )
    with op.batch_alter_table('red_property_signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_signature_amendment_id'), ['amendment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_signature_meeting_id_version'), ['meeting_id', 'version'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_signature_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_red_property_signature_of_party', ['meeting_id', 'version', 'party'], unique=True, sqlite_where=sa.text('voided_at IS NULL AND amendment_id IS NULL'), postgresql_where=sa.text('voided_at IS NULL AND amendment_id IS NULL'))

    op.create_table('red_property_follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('resolution_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('is_final', sa.Boolean(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('state', sa.Enum('to_do', 'awaits_committee', 'awaits_owners', 'awaits_approval', 'doing', 'to_project', 'to_street', 'rejected', 'done', 'cancelled', name='resolutionstate', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('writer_name', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_follow_up_meeting_id_red_property_meeting')),
    sa.ForeignKeyConstraint(['resolution_id'], ['red_property_resolution.id'], name=op.f('fk_red_property_follow_up_resolution_id_red_property_resolution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_follow_up')),
    sa.UniqueConstraint('resolution_id', 'meeting_id', name=op.f('uq_red_property_follow_up_resolution_id_meeting_id'))
    )
    with op.batch_alter_table('red_property_follow_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_follow_up_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_follow_up_resolution_id'), ['resolution_id'], unique=False)

    op.bulk_insert(scheme, [_scheme(code, file) for code, file in DOCUMENTS.items()])
    op.execute("ANALYZE")


def downgrade() -> None:
    op.execute(sa.delete(scheme).where(scheme.c.code.in_(list(DOCUMENTS))))
    with op.batch_alter_table('red_property_follow_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_follow_up_resolution_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_follow_up_meeting_id'))

    op.drop_table('red_property_follow_up')
    with op.batch_alter_table('red_property_signature', schema=None) as batch_op:
        batch_op.drop_index('uq_red_property_signature_of_party', sqlite_where=sa.text('voided_at IS NULL AND amendment_id IS NULL'), postgresql_where=sa.text('voided_at IS NULL AND amendment_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_red_property_signature_person_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_signature_meeting_id_version'))
        batch_op.drop_index(batch_op.f('ix_red_property_signature_amendment_id'))

    op.drop_table('red_property_signature')
    with op.batch_alter_table('red_property_resolution', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_state_due_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_owner_party_due_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_meeting_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_item_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_due_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_community_due_on_id'))

    op.drop_table('red_property_resolution')
    op.drop_table('red_property_meeting_version')
    with op.batch_alter_table('red_property_meeting_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_item_meeting_id_seq_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_item_carried_from_id'))

    op.drop_table('red_property_meeting_item')
    with op.batch_alter_table('red_property_meeting_compound', schema=None) as batch_op:
        batch_op.drop_index('uq_red_property_meeting_compound_month', sqlite_where=sa.text('is_quorate AND period IS NOT NULL'), postgresql_where=sa.text('is_quorate AND period IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_compound_compound_id'))

    op.drop_table('red_property_meeting_compound')
    with op.batch_alter_table('red_property_contract', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_contract_organisation_id_valid_from'))
        batch_op.drop_index(batch_op.f('ix_red_property_contract_compound_id_valid_from'))

    op.drop_table('red_property_contract')
    with op.batch_alter_table('red_property_committee_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_committee_member_person_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_committee_member_committee_id'))

    op.drop_table('red_property_committee_member')
    with op.batch_alter_table('red_property_attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_attendance_person_id'))

    op.drop_table('red_property_attendance')
    with op.batch_alter_table('red_property_amendment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_amendment_meeting_id'))

    op.drop_table('red_property_amendment')
    with op.batch_alter_table('red_property_substitute', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_substitute_compound_id'))

    op.drop_table('red_property_substitute')
    with op.batch_alter_table('red_property_meeting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_state_held_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_recorder_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_period_community'))
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_held_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_meeting_community_held_on_id'))

    op.drop_table('red_property_meeting')
    with op.batch_alter_table('red_property_exemption', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_exemption_period'))

    op.drop_table('red_property_exemption')
    op.drop_table('red_property_compound_mode')
    op.drop_table('red_property_company')
    with op.batch_alter_table('red_property_committee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_committee_organisation_id'))

    op.drop_table('red_property_committee')

    # the faces of meetings and items go with them; what the audit trail says of them stays
    faces = "(SELECT id FROM matter WHERE kind IN ('meeting', 'meeting_item'))"
    op.execute(f"DELETE FROM matter_link WHERE from_id IN {faces} OR to_id IN {faces}")
    op.execute(f"DELETE FROM attachment WHERE matter_id IN {faces}")
    op.execute("DELETE FROM matter WHERE kind IN ('meeting', 'meeting_item')")
