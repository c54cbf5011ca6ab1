"""Scans of papers, background checks of workers, and checks asked for from 2026."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
DOCUMENTS = (
    ("workforce.recruitment", date(2026, 1, 1), "workforce_recruitment_2026.json"),
)
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)
ONE_SUBJECT = "(applicant_id IS NULL) <> (worker_id IS NULL)"
ONE_PAPER = (
    "(education_id IS NOT NULL AND certificate_id IS NULL AND segment_id IS NULL)"
    " OR (education_id IS NULL AND certificate_id IS NOT NULL AND segment_id IS NULL)"
    " OR (education_id IS NULL AND certificate_id IS NULL AND segment_id IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table('workforce_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('education_id', sa.Integer(), nullable=True),
    sa.Column('certificate_id', sa.Integer(), nullable=True),
    sa.Column('segment_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stored_name', sa.String(length=64), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=False),
    sa.Column('uploader_name', sa.String(length=40), nullable=False),
    sa.CheckConstraint(ONE_PAPER, name=op.f('ck_workforce_scan_one_paper')),
    sa.ForeignKeyConstraint(['certificate_id'], ['workforce_certificate.id'], name=op.f('fk_workforce_scan_certificate_id_workforce_certificate')),
    sa.ForeignKeyConstraint(['education_id'], ['workforce_education.id'], name=op.f('fk_workforce_scan_education_id_workforce_education')),
    sa.ForeignKeyConstraint(['segment_id'], ['workforce_service_segment.id'], name=op.f('fk_workforce_scan_segment_id_workforce_service_segment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_scan')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_workforce_scan_stored_name'))
    )
    with op.batch_alter_table('workforce_scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_scan_certificate_id'), ['certificate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_scan_education_id'), ['education_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_scan_segment_id'), ['segment_id'], unique=False)

    with op.batch_alter_table('workforce_background_check', schema=None) as batch_op:
        batch_op.alter_column('applicant_id', existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column('worker_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('purpose', sa.Enum('recruit', 'entry', 'appointment', 'term', 'renewal', name='checkpurpose', native_enum=False, create_constraint=True, length=32), server_default='recruit', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_workforce_background_check_worker_id_workforce_worker'), 'workforce_worker', ['worker_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_workforce_background_check_one_subject'), ONE_SUBJECT)
        batch_op.create_index(batch_op.f('ix_workforce_background_check_worker_id'), ['worker_id'], unique=False)

    op.bulk_insert(scheme, [{
        "code": code, "effective_from": start, "document_no": "随系统提供的默认值，区里可改",
        "payload": json.loads((DATA / file).read_text(encoding="utf-8")),
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    } for code, start, file in DOCUMENTS])
    op.execute("ANALYZE")


def downgrade() -> None:
    op.execute("DELETE FROM rule_scheme WHERE code = 'workforce.recruitment' AND effective_from = '2026-01-01'")
    op.execute(
        "DELETE FROM workforce_check_opinion WHERE check_id IN"
        " (SELECT id FROM workforce_background_check WHERE worker_id IS NOT NULL)"
    )
    op.execute("DELETE FROM workforce_background_check WHERE worker_id IS NOT NULL")
    with op.batch_alter_table('workforce_background_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_background_check_worker_id'))
        batch_op.drop_constraint(batch_op.f('ck_workforce_background_check_one_subject'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_workforce_background_check_worker_id_workforce_worker'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_workforce_background_check_checkpurpose'), type_='check')
        batch_op.drop_column('purpose')
        batch_op.drop_column('worker_id')
        batch_op.alter_column('applicant_id', existing_type=sa.Integer(), nullable=False)

    op.drop_table('workforce_scan')
