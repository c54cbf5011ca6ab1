"""Issued documents with their check codes; what meetings need beside their record."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('issued_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('state', sa.Enum('valid', 'corrected', 'revoked', name='documentstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('issuer_name', sa.String(length=40), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(ended_at IS NULL) = (state = 'valid')", name=op.f('ck_issued_document_ended_at_of_ended')),
    sa.CheckConstraint("(successor_id IS NULL) = (state <> 'corrected')", name=op.f('ck_issued_document_replaced_when_corrected')),
    sa.ForeignKeyConstraint(['successor_id'], ['issued_document.id'], name=op.f('fk_issued_document_successor_id_issued_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issued_document')),
    sa.UniqueConstraint('kind', 'record_id', 'edition', name=op.f('uq_issued_document_kind_record_id_edition'))
    )
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issued_document_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_kind_number'), ['kind', 'number'], unique=False)

    op.create_table('red_property_street_conference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('street', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('chair', sa.String(length=40), nullable=False),
    sa.Column('present', sa.String(length=500), nullable=False),
    sa.Column('minutes', sa.String(length=2000), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorder_name', sa.String(length=40), nullable=False),
    sa.Column('search_text', sa.String(length=700), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['street'], ['area.code'], name=op.f('fk_red_property_street_conference_street_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_street_conference')),
    sa.UniqueConstraint('street', 'year', 'sequence', name=op.f('uq_red_property_street_conference_street_year_sequence'))
    )
    with op.batch_alter_table('red_property_street_conference', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_street_conference_held_on_id'), ['held_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_street_conference_street_held_on_id'), ['street', 'held_on', 'id'], unique=False)

    op.create_table('red_property_mandate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('party', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='party', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('attachment_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_name', sa.String(length=40), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.Column('revoked_reason', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_by_id IS NULL)', name=op.f('ck_red_property_mandate_revoked_at_with_by')),
    sa.CheckConstraint('person_id <> entered_by_id', name=op.f('ck_red_property_mandate_four_eyes')),
    sa.CheckConstraint('valid_until >= valid_from', name=op.f('ck_red_property_mandate_period')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_red_property_mandate_attachment_id_attachment')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_mandate_compound_id_compound')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_mandate_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_mandate'))
    )
    with op.batch_alter_table('red_property_mandate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_mandate_compound_id_party'), ['compound_id', 'party'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_mandate_person_id'), ['person_id'], unique=False)

    op.create_table('red_property_street_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('resolution_id', sa.Integer(), nullable=True),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'accepted', 'decided', 'returned', name='entrystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('handed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handed_by_id', sa.Integer(), nullable=False),
    sa.Column('handed_name', sa.String(length=40), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=False),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_by_id', sa.Integer(), nullable=True),
    sa.Column('conference_id', sa.Integer(), nullable=True),
    sa.Column('decision', sa.String(length=500), nullable=False),
    sa.Column('body', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.Enum('to_do', 'awaits_committee', 'awaits_owners', 'awaits_approval', 'doing', 'to_project', 'to_street', 'rejected', 'done', 'cancelled', name='resolutionstate', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('return_reason', sa.String(length=300), nullable=False),
    sa.Column('reported_in_id', sa.Integer(), nullable=True),
    sa.Column('search_text', sa.String(length=400), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'decided') = (conference_id IS NOT NULL)", name=op.f('ck_red_property_street_entry_conference_of_decided')),
    sa.CheckConstraint('(accepted_at IS NULL) = (accepted_by_id IS NULL)', name=op.f('ck_red_property_street_entry_accepted_at_with_by')),
    sa.CheckConstraint('(answered_at IS NULL) = (answered_by_id IS NULL)', name=op.f('ck_red_property_street_entry_answered_at_with_by')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_red_property_street_entry_community_area')),
    sa.ForeignKeyConstraint(['conference_id'], ['red_property_street_conference.id'], name=op.f('fk_red_property_street_entry_conference_id_red_property_street_conference')),
    sa.ForeignKeyConstraint(['item_id'], ['red_property_meeting_item.id'], name=op.f('fk_red_property_street_entry_item_id_red_property_meeting_item')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_street_entry_matter_id_matter')),
    sa.ForeignKeyConstraint(['reported_in_id'], ['red_property_meeting.id'], name=op.f('fk_red_property_street_entry_reported_in_id_red_property_meeting')),
    sa.ForeignKeyConstraint(['resolution_id'], ['red_property_resolution.id'], name=op.f('fk_red_property_street_entry_resolution_id_red_property_resolution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_street_entry')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_street_entry_matter_id'))
    )
    with op.batch_alter_table('red_property_street_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_street_entry_community_handed_on_id'), ['community', 'handed_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_street_entry_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_street_entry_handed_on_id'), ['handed_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_street_entry_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_street_entry_resolution_id'), ['resolution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_street_entry_state_answer_due_at_id'), ['state', 'answer_due_at', 'id'], unique=False)

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_sealed', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('red_property_follow_up', schema=None) as batch_op:
        batch_op.add_column(sa.Column('owner_party', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='party', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('owner_name', sa.String(length=40), nullable=False, server_default=''))

    with op.batch_alter_table('red_property_resolution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder_party', sa.Enum('committee_resident', 'owners', 'property', 'observer', name='holder_party', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('holder_name', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('holder_since', sa.Date(), nullable=True))
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_owner_party_due_on_id'))
        batch_op.create_index(batch_op.f('ix_red_property_resolution_holder_party_due_on_id'), ['holder_party', 'due_on', 'id'], unique=False)

    with op.batch_alter_table('red_property_signature', schema=None) as batch_op:
        batch_op.add_column(sa.Column('attachment_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('mandate_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_red_property_signature_mandate_id_red_property_mandate'), 'red_property_mandate', ['mandate_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_red_property_signature_attachment_id_attachment'), 'attachment', ['attachment_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_red_property_signature_scan_of_paper'), "way = 'site' OR attachment_id IS NOT NULL")

    # who was named in the signed record answers for what was resolved before there were follow-ups that name another
    op.execute(
        "UPDATE red_property_resolution SET holder_party = owner_party, holder_name = owner_name, holder_since = "
        "(SELECT held_on FROM red_property_meeting WHERE id = red_property_resolution.meeting_id) WHERE in_force"
    )
    for table, column in (("follow_up", "owner_name"), ("resolution", "holder_name")):
        with op.batch_alter_table(f"red_property_{table}", schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=sa.String(length=40), server_default=None)

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.alter_column('is_sealed', existing_type=sa.Boolean(), server_default=None)

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_signature', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_red_property_signature_attachment_id_attachment'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_red_property_signature_mandate_id_red_property_mandate'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_red_property_signature_scan_of_paper'), type_='check')
        batch_op.drop_column('mandate_id')
        batch_op.drop_column('attachment_id')

    with op.batch_alter_table('red_property_resolution', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_resolution_holder_party_due_on_id'))
        batch_op.create_index(batch_op.f('ix_red_property_resolution_owner_party_due_on_id'), ['owner_party', 'due_on', 'id'], unique=False)
        batch_op.drop_constraint(batch_op.f('ck_red_property_resolution_holder_party'), type_='check')
        batch_op.drop_column('holder_since')
        batch_op.drop_column('holder_name')
        batch_op.drop_column('holder_party')

    with op.batch_alter_table('red_property_follow_up', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_red_property_follow_up_party'), type_='check')
        batch_op.drop_column('owner_name')
        batch_op.drop_column('owner_party')

    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_column('is_sealed')

    with op.batch_alter_table('red_property_street_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_street_entry_state_answer_due_at_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_street_entry_resolution_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_street_entry_item_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_street_entry_handed_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_street_entry_conference_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_street_entry_community_handed_on_id'))

    op.drop_table('red_property_street_entry')
    with op.batch_alter_table('red_property_mandate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_mandate_person_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_mandate_compound_id_party'))

    op.drop_table('red_property_mandate')
    with op.batch_alter_table('red_property_street_conference', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_street_conference_street_held_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_street_conference_held_on_id'))

    op.drop_table('red_property_street_conference')
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issued_document_kind_number'))
        batch_op.drop_index(batch_op.f('ix_issued_document_code'))

    op.drop_table('issued_document')

    # the faces of what was handed up go with them; what the audit trail says of them stays
    faces = "(SELECT id FROM matter WHERE kind = 'street_entry')"
    op.execute(f"DELETE FROM matter_link WHERE from_id IN {faces} OR to_id IN {faces}")
    op.execute(f"DELETE FROM attachment WHERE matter_id IN {faces}")
    op.execute("DELETE FROM matter WHERE kind = 'street_entry'")
