"""Workers with their facts, the ledger of grades, promotion batches; the shipped schemes of pay and grades."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


DATA = Path(__file__).resolve().parent.parent / "data" / "workforce"
SHIPPED_AT = datetime(2026, 11, 25, tzinfo=UTC)
DEFAULT = "随系统提供的默认值，区里可改"
SHIPPED = (  # code, file, whether it is in force: a draft is offered and published by the district
    ("workforce.grade", "hb60", True),
    ("workforce.grade", "sd18", False),
    ("workforce.grade", "nx24", False),
    ("workforce.grade", "xa12", False),
    ("workforce.pay", "pay_hb60_placeholder", True),
    ("workforce.pay", "pay_sd18_placeholder", False),
    ("workforce.pay", "pay_xa12_placeholder", False),
    ("workforce.insurance", "insurance_placeholder", True),
    ("workforce.appraisal", "appraisal_default", True),
    ("workforce.retirement", "retirement", True),
)
FIRST_DAY = date(2017, 1, 1)  # of the documents that name no day of their own
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def _shipped(code: str, file: str, in_force: bool) -> dict[str, object]:
    payload = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))
    day = payload.get("effective_from")
    return {
        "code": code, "effective_from": date.fromisoformat(day) if day else FIRST_DAY,
        "document_no": payload.get("issued_doc") or DEFAULT, "payload": payload,
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0,
        "published_at": SHIPPED_AT if in_force else None, "published_by_id": 0 if in_force else None,
    }


def upgrade() -> None:
    op.create_table('workforce_promotion_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'computed', 'street', 'district', 'published', 'approved', 'effective', 'revoked', name='batchstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('computed_by_id', sa.Integer(), nullable=True),
    sa.Column('publicity_from', sa.Date(), nullable=True),
    sa.Column('publicity_until', sa.Date(), nullable=True),
    sa.Column('frozen', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('approval_no', sa.String(length=60), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'effective'", name=op.f('ck_workforce_promotion_batch_effective_is_derived')),
    sa.CheckConstraint('(approved_at IS NULL) = (approval_no IS NULL)', name=op.f('ck_workforce_promotion_batch_approved_at_with_no')),
    sa.CheckConstraint('(approved_at IS NULL) = (approved_by_id IS NULL)', name=op.f('ck_workforce_promotion_batch_approved_at_with_by')),
    sa.CheckConstraint('(computed_at IS NULL) = (computed_by_id IS NULL)', name=op.f('ck_workforce_promotion_batch_computed_at_with_by')),
    sa.CheckConstraint('(publicity_from IS NULL) = (publicity_until IS NULL)', name=op.f('ck_workforce_promotion_batch_publicity_period')),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_by_id IS NULL)', name=op.f('ck_workforce_promotion_batch_revoked_at_with_by')),
    sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name=op.f('fk_workforce_promotion_batch_scheme_id_rule_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_promotion_batch'))
    )
    with op.batch_alter_table('workforce_promotion_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_promotion_batch_effective_on_id'), ['effective_on', 'id'], unique=False)

    op.create_table('workforce_worker',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('staff_no', sa.String(length=20), nullable=False),
    sa.Column('sex', sa.Enum('male', 'female', name='sex', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=False),
    sa.Column('archive_birth_date', sa.Date(), nullable=True),
    sa.Column('political_status', sa.String(length=20), nullable=False),
    sa.Column('entry_channel', sa.String(length=40), nullable=False),
    sa.Column('entry_date', sa.Date(), nullable=False),
    sa.Column('exit_date', sa.Date(), nullable=True),
    sa.Column('exit_kind', sa.String(length=20), nullable=True),
    sa.Column('exit_doc_no', sa.String(length=60), nullable=True),
    sa.Column('last_position', sa.String(length=40), nullable=True),
    sa.Column('state', sa.Enum('proposed', 'probation', 'active', 'away', 'suspended', 'left', name='workerstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('retire_class', sa.String(length=10), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('first_event', sa.String(length=20), nullable=True),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('prior_grade', sa.Integer(), nullable=True),
    sa.Column('search_text', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(exit_date IS NULL) = (state <> 'left')", name=op.f('ck_workforce_worker_left_with_day')),
    sa.CheckConstraint('(exit_date IS NULL) = (exit_kind IS NULL)', name=op.f('ck_workforce_worker_exit_with_kind')),
    sa.CheckConstraint('(first_event IS NULL) = (first_on IS NULL)', name=op.f('ck_workforce_worker_first_event_with_day')),
    sa.CheckConstraint('exit_date IS NULL OR exit_date >= entry_date', name=op.f('ck_workforce_worker_exit_after_entry')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_worker_community_area')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_workforce_worker_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_worker')),
    sa.UniqueConstraint('person_id', name=op.f('uq_workforce_worker_person_id')),
    sa.UniqueConstraint('staff_no', name=op.f('uq_workforce_worker_staff_no'))
    )
    with op.batch_alter_table('workforce_worker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_worker_community_state_id'), ['community', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_worker_state_id'), ['state', 'id'], unique=False)

    op.create_table('workforce_absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('away_from', sa.Date(), nullable=False),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.CheckConstraint('away_until IS NULL OR away_until >= away_from', name=op.f('ck_workforce_absence_period')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_absence_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_absence'))
    )
    with op.batch_alter_table('workforce_absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_absence_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_annual_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rating', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.Column('total_x100', sa.Integer(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(confirmed_by_id IS NULL) = (confirmed_on IS NULL)', name=op.f('ck_workforce_annual_result_confirmed_on_with_by')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_annual_result_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_annual_result'))
    )
    with op.batch_alter_table('workforce_annual_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_annual_result_worker_id_year'), ['worker_id', 'year'], unique=True)
        batch_op.create_index(batch_op.f('ix_workforce_annual_result_year_rating'), ['year', 'rating'], unique=False)

    op.create_table('workforce_appointment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('position', sa.String(length=40), nullable=False),
    sa.Column('basis', sa.Enum('elected', 'appointed', 'hired', name='basis', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('held_from', sa.Date(), nullable=False),
    sa.Column('held_until', sa.Date(), nullable=True),
    sa.Column('doc_date', sa.Date(), nullable=True),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('end_reason', sa.String(length=20), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(held_until IS NULL) = (end_reason IS NULL)', name=op.f('ck_workforce_appointment_end_with_reason')),
    sa.CheckConstraint('held_until IS NULL OR held_until >= held_from', name=op.f('ck_workforce_appointment_period')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_appointment_community_area')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_appointment_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_appointment'))
    )
    with op.batch_alter_table('workforce_appointment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_appointment_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('cert_no', sa.String(length=40), nullable=False),
    sa.Column('approved_on', sa.Date(), nullable=False),
    sa.Column('verify_state', sa.Enum('pending', 'verified', 'doubtful', 'refused', name='verifystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('verify_way', sa.String(length=60), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(verified_by_id IS NULL) = (verified_on IS NULL)', name=op.f('ck_workforce_certificate_verified_on_with_by')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_certificate_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_certificate')),
    sa.UniqueConstraint('cert_no', name=op.f('uq_workforce_certificate_cert_no'))
    )
    with op.batch_alter_table('workforce_certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_certificate_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_contract',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('signer', sa.String(length=60), nullable=False),
    sa.Column('signed_from', sa.Date(), nullable=False),
    sa.Column('signed_until', sa.Date(), nullable=True),
    sa.Column('probation_until', sa.Date(), nullable=True),
    sa.CheckConstraint('signed_until IS NULL OR signed_until >= signed_from', name=op.f('ck_workforce_contract_period')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_contract_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_contract'))
    )
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_contract_signed_until'), ['signed_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_contract_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_education',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('has_diploma', sa.Boolean(), nullable=False),
    sa.Column('has_degree', sa.Boolean(), nullable=False),
    sa.Column('is_inservice', sa.Boolean(), nullable=False),
    sa.Column('school', sa.String(length=60), nullable=False),
    sa.Column('major', sa.String(length=60), nullable=False),
    sa.Column('diploma_on', sa.Date(), nullable=False),
    sa.Column('recognized_from', sa.Date(), nullable=False),
    sa.Column('verify_state', sa.Enum('pending', 'verified', 'doubtful', 'refused', name='verifystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('verify_way', sa.String(length=60), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(verified_by_id IS NULL) = (verified_on IS NULL)', name=op.f('ck_workforce_education_verified_on_with_by')),
    sa.CheckConstraint('recognized_from >= diploma_on', name=op.f('ck_workforce_education_recognized_after_diploma')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_education_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_education'))
    )
    with op.batch_alter_table('workforce_education', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_education_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_merit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('reward', 'sanction', name='meritkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('effective_until', sa.Date(), nullable=True),
    sa.Column('blocks_step', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_merit_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_merit'))
    )
    with op.batch_alter_table('workforce_merit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_merit_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_promotion_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('category', sa.Enum('step', 'no_step', 'ceiling', 'held', 'missing', name='category', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'passed', 'doubtful', 'reviewed', 'published', 'disputed', 'removed', 'approved', 'effective', name='itemstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('from_post', sa.String(length=20), nullable=False),
    sa.Column('from_grade', sa.Integer(), nullable=True),
    sa.Column('to_post', sa.String(length=20), nullable=False),
    sa.Column('to_grade', sa.Integer(), nullable=True),
    sa.Column('monthly_diff_fen', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('inputs', sa.JSON(), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(checked_at IS NULL) = (checked_by_id IS NULL)', name=op.f('ck_workforce_promotion_item_checked_at_with_by')),
    sa.CheckConstraint('(reviewed_at IS NULL) = (reviewed_by_id IS NULL)', name=op.f('ck_workforce_promotion_item_reviewed_at_with_by')),
    sa.ForeignKeyConstraint(['batch_id'], ['workforce_promotion_batch.id'], name=op.f('fk_workforce_promotion_item_batch_id_workforce_promotion_batch')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_promotion_item_community_area')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_promotion_item_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_promotion_item'))
    )
    with op.batch_alter_table('workforce_promotion_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_promotion_item_batch_id_community_state'), ['batch_id', 'community', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_promotion_item_batch_id_worker_id'), ['batch_id', 'worker_id'], unique=True)
        batch_op.create_index('uq_workforce_promotion_item_open', ['worker_id'], unique=True, sqlite_where=sa.text('is_open'), postgresql_where=sa.text('is_open'))

    op.create_table('workforce_relative',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_workforce_relative_person_id_person')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_relative_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_relative'))
    )
    with op.batch_alter_table('workforce_relative', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_relative_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_relative_worker_id_person_id'), ['worker_id', 'person_id'], unique=True)

    op.create_table('workforce_service_segment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('served_from', sa.Date(), nullable=False),
    sa.Column('served_until', sa.Date(), nullable=True),
    sa.Column('precision', sa.Enum('day', 'month', name='precision', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('unit', sa.String(length=60), nullable=False),
    sa.Column('evidence', sa.String(length=100), nullable=False),
    sa.Column('verify_state', sa.Enum('pending', 'verified', 'doubtful', 'refused', name='verifystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('verify_way', sa.String(length=60), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(verified_by_id IS NULL) = (verified_on IS NULL)', name=op.f('ck_workforce_service_segment_verified_on_with_by')),
    sa.CheckConstraint('served_until IS NULL OR served_until >= served_from', name=op.f('ck_workforce_service_segment_period')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_service_segment_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_service_segment'))
    )
    with op.batch_alter_table('workforce_service_segment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_service_segment_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_grade_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('post_class', sa.String(length=20), nullable=False),
    sa.Column('grade', sa.Integer(), nullable=False),
    sa.Column('theoretical_grade', sa.Integer(), nullable=True),
    sa.Column('overflow', sa.Integer(), nullable=False),
    sa.Column('steps_total', sa.Integer(), nullable=True),
    sa.Column('protected_from', sa.Integer(), nullable=True),
    sa.Column('inputs', sa.JSON(), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('approval_no', sa.String(length=60), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('superseded_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(superseded_at IS NULL) = (superseded_by_id IS NULL)', name=op.f('ck_workforce_grade_record_superseded_at_with_by')),
    sa.CheckConstraint('grade >= 1 AND overflow >= 0', name=op.f('ck_workforce_grade_record_counts')),
    sa.ForeignKeyConstraint(['item_id'], ['workforce_promotion_item.id'], name=op.f('fk_workforce_grade_record_item_id_workforce_promotion_item')),
    sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name=op.f('fk_workforce_grade_record_scheme_id_rule_scheme')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_grade_record_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_grade_record'))
    )
    with op.batch_alter_table('workforce_grade_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_grade_record_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_grade_record_worker_id_effective_from_id'), ['worker_id', 'effective_from', 'id'], unique=False)
        batch_op.create_index('uq_workforce_grade_record_in_force', ['worker_id', 'effective_from', 'sequence'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('workforce_registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('registered_from', sa.Date(), nullable=False),
    sa.Column('registered_until', sa.Date(), nullable=True),
    sa.CheckConstraint('registered_until IS NULL OR registered_until >= registered_from', name=op.f('ck_workforce_registration_period')),
    sa.ForeignKeyConstraint(['certificate_id'], ['workforce_certificate.id'], name=op.f('fk_workforce_registration_certificate_id_workforce_certificate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_registration'))
    )
    with op.batch_alter_table('workforce_registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_registration_certificate_id'), ['certificate_id'], unique=False)

    op.bulk_insert(scheme, [_shipped(*one) for one in SHIPPED])
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('workforce_registration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_registration_certificate_id'))

    op.drop_table('workforce_registration')
    with op.batch_alter_table('workforce_grade_record', schema=None) as batch_op:
        batch_op.drop_index('uq_workforce_grade_record_in_force', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_workforce_grade_record_worker_id_effective_from_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_grade_record_item_id'))

    op.drop_table('workforce_grade_record')
    with op.batch_alter_table('workforce_service_segment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_service_segment_worker_id'))

    op.drop_table('workforce_service_segment')
    with op.batch_alter_table('workforce_relative', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_relative_worker_id_person_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_relative_person_id'))

    op.drop_table('workforce_relative')
    with op.batch_alter_table('workforce_promotion_item', schema=None) as batch_op:
        batch_op.drop_index('uq_workforce_promotion_item_open', sqlite_where=sa.text('is_open'), postgresql_where=sa.text('is_open'))
        batch_op.drop_index(batch_op.f('ix_workforce_promotion_item_batch_id_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_promotion_item_batch_id_community_state'))

    op.drop_table('workforce_promotion_item')
    with op.batch_alter_table('workforce_merit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_merit_worker_id'))

    op.drop_table('workforce_merit')
    with op.batch_alter_table('workforce_education', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_education_worker_id'))

    op.drop_table('workforce_education')
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_contract_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_contract_signed_until'))

    op.drop_table('workforce_contract')
    with op.batch_alter_table('workforce_certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_certificate_worker_id'))

    op.drop_table('workforce_certificate')
    with op.batch_alter_table('workforce_appointment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_appointment_worker_id'))

    op.drop_table('workforce_appointment')
    with op.batch_alter_table('workforce_annual_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_annual_result_year_rating'))
        batch_op.drop_index(batch_op.f('ix_workforce_annual_result_worker_id_year'))

    op.drop_table('workforce_annual_result')
    with op.batch_alter_table('workforce_absence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_absence_worker_id'))

    op.drop_table('workforce_absence')
    with op.batch_alter_table('workforce_worker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_worker_state_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_worker_community_state_id'))

    op.drop_table('workforce_worker')
    with op.batch_alter_table('workforce_promotion_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_promotion_batch_effective_on_id'))

    op.drop_table('workforce_promotion_batch')
    op.execute(sa.delete(scheme).where(scheme.c.code.like("workforce.%")))
