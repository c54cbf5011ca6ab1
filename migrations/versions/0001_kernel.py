"""The kernel's tables, and the triggers that keep the audit trail append-only on both databases."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$",
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
        "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    ],
}


def upgrade() -> None:
    op.create_table('area',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('short_name', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Enum('district', 'street', 'town', 'community', 'village', name='arealevel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('parent_code', sa.String(length=12), nullable=True),
    sa.CheckConstraint('length(code) IN (6, 9, 12)', name=op.f('ck_area_code_length')),
    sa.ForeignKeyConstraint(['parent_code'], ['area.code'], name=op.f('fk_area_parent_code_area')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_area'))
    )
    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_area_parent_code'), ['parent_code'], unique=False)

    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=40), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('record_kind', sa.String(length=40), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('matter_id', sa.Integer(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_actor_id_id'), ['actor_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at_id'), ['at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_import_id_id'), ['import_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_matter_id_id'), ['matter_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_record_kind_record_id_id'), ['record_kind', 'record_id', 'id'], unique=False)

    op.create_table('calendar_year',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('status', sa.Enum('published', 'estimated', name='yearstatus', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('document_no', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_year'))
    )
    op.create_table('form_token',
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('location', sa.String(length=400), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_form_token'))
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('pinyin', sa.String(length=120), nullable=False),
    sa.Column('id_number', sa.LargeBinary(), nullable=True),
    sa.Column('id_digest', sa.String(length=64), nullable=True),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('phone_digest', sa.String(length=64), nullable=True),
    sa.Column('search_text', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('id_digest', name=op.f('uq_person_id_digest'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_phone_digest'), ['phone_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_pinyin'), ['pinyin'], unique=False)

    op.create_table('reported_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('task', sa.String(length=30), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('relation', sa.Enum('eq', 'ge', name='relation', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=10), nullable=False),
    sa.Column('wording', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reported_figure')),
    sa.UniqueConstraint('key', 'source', name=op.f('uq_reported_figure_key_source'))
    )
    op.create_table('rule_scheme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('document_no', sa.String(length=120), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(published_at IS NULL) = (published_by_id IS NULL)', name=op.f('ck_rule_scheme_published_at_with_by')),
    sa.CheckConstraint('(replaced_at IS NULL) = (replaced_by_id IS NULL)', name=op.f('ck_rule_scheme_replaced_at_with_by')),
    sa.CheckConstraint('published_by_id IS NULL OR published_by_id <> drafted_by_id OR published_by_id = 0', name=op.f('ck_rule_scheme_two_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_scheme'))
    )
    with op.batch_alter_table('rule_scheme', schema=None) as batch_op:
        batch_op.create_index('uq_rule_scheme_in_force', ['code', 'effective_from'], unique=True, sqlite_where=sa.text('published_at IS NOT NULL AND replaced_at IS NULL'), postgresql_where=sa.text('published_at IS NOT NULL AND replaced_at IS NULL'))

    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('name_digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_address_at'), ['address', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_name_digest_at'), ['name_digest', 'at'], unique=False)

    op.create_table('site_mark',
    sa.Column('key', sa.String(length=30), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_site_mark'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('username', sa.String(length=40), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('password_set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('single_keys', sa.Boolean(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_account_closed_at_with_by')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('person_id', name=op.f('uq_account_person_id')),
    sa.UniqueConstraint('username', name=op.f('uq_account_username'))
    )
    op.create_table('area_urban',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('area', sa.String(length=12), nullable=False),
    sa.Column('is_urban', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('assumption', sa.String(length=120), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_area_urban_period')),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_area_urban_area_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_urban'))
    )
    with op.batch_alter_table('area_urban', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_area_urban_area_valid_from'), ['area', 'valid_from'], unique=True)

    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('rest', 'work', name='daykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['year'], ['calendar_year.year'], name=op.f('fk_calendar_day_year_calendar_year')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_day'))
    )
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_day_year'), ['year'], unique=False)

    op.create_table('compound',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=120), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('has_property', sa.Boolean(), nullable=False),
    sa.Column('search_text', sa.String(length=300), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('households >= 0', name=op.f('ck_compound_households')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_compound_community_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compound')),
    sa.UniqueConstraint('community', 'name', name=op.f('uq_compound_community_name'))
    )
    with op.batch_alter_table('compound', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_compound_community_name_id'), ['community', 'name', 'id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=400), nullable=False),
    sa.Column('page', sa.String(length=400), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_person_id'), ['person_id'], unique=False)

    op.create_table('grid',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code15', sa.String(length=15), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.Enum('integrated', 'special', name='gridkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('hotline', sa.String(length=30), nullable=False),
    sa.Column('notice_posted_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(code15) = 15', name=op.f('ck_grid_code_length')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_grid_period')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_grid_community_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid')),
    sa.UniqueConstraint('code15', name=op.f('uq_grid_code15'))
    )
    with op.batch_alter_table('grid', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grid_community'), ['community'], unique=False)

    op.create_table('matter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('area', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('state_label', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.Enum('open', 'done', 'dropped', name='matterstage', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_restricted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_matter_area_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matter'))
    )
    with op.batch_alter_table('matter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_matter_kind_record_id'), ['kind', 'record_id'], unique=True)

    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('unit', 'company', 'owners_committee', 'department', 'partner', name='organisationkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('area', sa.String(length=12), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('search_text', sa.String(length=300), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_organisation_period')),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_organisation_area_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('kind', 'name', name=op.f('uq_organisation_kind_name'))
    )
    op.create_table('saved_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('table_key', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('query', sa.String(length=1000), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('shared_area', sa.String(length=12), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_saved_view_person_id_person')),
    sa.ForeignKeyConstraint(['shared_area'], ['area.code'], name=op.f('fk_saved_view_shared_area_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
    sa.UniqueConstraint('person_id', 'name', name=op.f('uq_saved_view_person_id_name'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_table_key_person_id'), ['table_key', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_saved_view_table_key_shared_area'), ['table_key', 'shared_area'], unique=False)

    op.create_table('team',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('grid_service', 'volunteer', name='teamkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('area', sa.String(length=12), nullable=False),
    sa.Column('founded_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_team_area_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team')),
    sa.UniqueConstraint('kind', 'area', 'name', name=op.f('uq_team_kind_area_name'))
    )
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_area'), ['area'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_name', sa.String(length=64), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=False),
    sa.Column('uploader_name', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_attachment_matter_id_matter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_attachment_stored_name'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_matter_id'), ['matter_id'], unique=False)

    op.create_table('auth_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Enum('signed_out', 'by_owner', 'newer', 'password', 'roles', 'closed', name='sessionend', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.CheckConstraint('(ended_at IS NULL) = (end_reason IS NULL)', name=op.f('ck_auth_session_ended_at_with_reason')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_auth_session_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_auth_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_auth_session_token_digest'))
    )
    with op.batch_alter_table('auth_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_auth_session_account_id'), ['account_id'], unique=False)

    op.create_table('building',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('sort_key', sa.Integer(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_building_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_building')),
    sa.UniqueConstraint('compound_id', 'number', name=op.f('uq_building_compound_id_number'))
    )
    with op.batch_alter_table('building', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_building_compound_id_sort_key_id'), ['compound_id', 'sort_key', 'id'], unique=False)

    op.create_table('compound_kind_period',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('old', 'resettled', 'standard', 'new', name='compoundkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_compound_kind_period_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compound_kind_period')),
    sa.UniqueConstraint('compound_id', 'valid_from', name=op.f('uq_compound_kind_period_compound_id_valid_from'))
    )
    op.create_table('compound_service',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_compound_service_period')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_compound_service_compound_id_compound')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_compound_service_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compound_service'))
    )
    with op.batch_alter_table('compound_service', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_compound_service_compound_id'), ['compound_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_compound_service_organisation_id_compound_id'), ['organisation_id', 'compound_id'], unique=False)

    op.create_table('matter_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(length=30), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('from_id <> to_id', name=op.f('ck_matter_link_two_ends')),
    sa.ForeignKeyConstraint(['from_id'], ['matter.id'], name=op.f('fk_matter_link_from_id_matter')),
    sa.ForeignKeyConstraint(['to_id'], ['matter.id'], name=op.f('fk_matter_link_to_id_matter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matter_link')),
    sa.UniqueConstraint('from_id', 'to_id', 'relation', name=op.f('uq_matter_link_from_id_to_id_relation'))
    )
    with op.batch_alter_table('matter_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_matter_link_to_id'), ['to_id'], unique=False)

    op.create_table('party_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('street_committee', 'community_committee', 'grid_branch', 'group', 'property_sector', 'company', 'joint_branch', 'unit', name='partyunitkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('area', sa.String(length=12), nullable=True),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('founded_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("grid_id IS NULL OR kind IN ('grid_branch', 'group')", name=op.f('ck_party_unit_grid_kinds')),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_party_unit_area_area')),
    sa.ForeignKeyConstraint(['grid_id'], ['grid.id'], name=op.f('fk_party_unit_grid_id_grid')),
    sa.ForeignKeyConstraint(['parent_id'], ['party_unit.id'], name=op.f('fk_party_unit_parent_id_party_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_unit')),
    sa.UniqueConstraint('kind', 'name', name=op.f('uq_party_unit_kind_name'))
    )
    with op.batch_alter_table('party_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_unit_parent_id'), ['parent_id'], unique=False)

    op.create_table('password_history',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_password_history_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_history'))
    )
    with op.batch_alter_table('password_history', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_password_history_account_id'), ['account_id'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('area', sa.String(length=12), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('own', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('basis', sa.String(length=120), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(CASE WHEN area IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN own THEN 1 ELSE 0 END) = 1', name=op.f('ck_role_grant_one_scope')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_role_grant_period')),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_role_grant_area_area')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_role_grant_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_grant_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grant_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_grant_role_area'), ['role', 'area'], unique=False)

    op.create_table('team_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('is_leader', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_team_member_period')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_team_member_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_team_member_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_member'))
    )
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_member_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_team_member_team_id'), ['team_id'], unique=False)

    op.create_table('entrance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('sort_key', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['building_id'], ['building.id'], name=op.f('fk_entrance_building_id_building')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entrance')),
    sa.UniqueConstraint('building_id', 'number', name=op.f('uq_entrance_building_id_number'))
    )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute("ANALYZE")


def downgrade() -> None:
    op.drop_table('entrance')
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_member_team_id'))
        batch_op.drop_index(batch_op.f('ix_team_member_person_id'))

    op.drop_table('team_member')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_role_area'))
        batch_op.drop_index(batch_op.f('ix_role_grant_person_id'))

    op.drop_table('role_grant')
    with op.batch_alter_table('password_history', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_password_history_account_id'))

    op.drop_table('password_history')
    with op.batch_alter_table('party_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_unit_parent_id'))

    op.drop_table('party_unit')
    with op.batch_alter_table('matter_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_matter_link_to_id'))

    op.drop_table('matter_link')
    with op.batch_alter_table('compound_service', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_compound_service_organisation_id_compound_id'))
        batch_op.drop_index(batch_op.f('ix_compound_service_compound_id'))

    op.drop_table('compound_service')
    op.drop_table('compound_kind_period')
    with op.batch_alter_table('building', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_building_compound_id_sort_key_id'))

    op.drop_table('building')
    with op.batch_alter_table('auth_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_auth_session_account_id'))

    op.drop_table('auth_session')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_matter_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_area'))

    op.drop_table('team')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_table_key_shared_area'))
        batch_op.drop_index(batch_op.f('ix_saved_view_table_key_person_id'))

    op.drop_table('saved_view')
    op.drop_table('organisation')
    with op.batch_alter_table('matter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_matter_kind_record_id'))

    op.drop_table('matter')
    with op.batch_alter_table('grid', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grid_community'))

    op.drop_table('grid')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_person_id'))

    op.drop_table('draft')
    with op.batch_alter_table('compound', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_compound_community_name_id'))

    op.drop_table('compound')
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_day_year'))

    op.drop_table('calendar_day')
    with op.batch_alter_table('area_urban', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_area_urban_area_valid_from'))

    op.drop_table('area_urban')
    op.drop_table('account')
    op.drop_table('site_mark')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_name_digest_at'))
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_address_at'))

    op.drop_table('sign_in_attempt')
    with op.batch_alter_table('rule_scheme', schema=None) as batch_op:
        batch_op.drop_index('uq_rule_scheme_in_force', sqlite_where=sa.text('published_at IS NOT NULL AND replaced_at IS NULL'), postgresql_where=sa.text('published_at IS NOT NULL AND replaced_at IS NULL'))

    op.drop_table('rule_scheme')
    op.drop_table('reported_figure')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_pinyin'))
        batch_op.drop_index(batch_op.f('ix_person_phone_digest'))

    op.drop_table('person')
    op.drop_table('form_token')
    op.drop_table('calendar_year')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_record_kind_record_id_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_matter_id_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_import_id_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_actor_id_id'))

    op.drop_table('audit_entry')
    with op.batch_alter_table('area', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_area_parent_code'))

    op.drop_table('area')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_refuse()")
