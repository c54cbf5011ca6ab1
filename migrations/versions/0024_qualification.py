"""全国社会工作者职业水平考试: the entries of a year, with the conditions as shipped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def upgrade() -> None:
    op.create_table('workforce_qualification_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('willing_on', sa.Date(), nullable=False),
    sa.Column('signed_up_on', sa.Date(), nullable=True),
    sa.Column('has_passed', sa.Boolean(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('has_passed IS NULL OR signed_up_on IS NOT NULL', name=op.f('ck_workforce_qualification_entry_result_after_sign_up')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_qualification_entry_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_qualification_entry'))
    )
    with op.batch_alter_table('workforce_qualification_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_qualification_entry_worker_id_year'), ['worker_id', 'year'], unique=True)
        batch_op.create_index(batch_op.f('ix_workforce_qualification_entry_year_level_id'), ['year', 'level', 'id'], unique=False)

    op.bulk_insert(scheme, [{
        "code": "workforce.qualification", "effective_from": date(2017, 1, 1), "document_no": "国人部发〔2006〕71号",
        "payload": json.loads((DATA / "workforce_qualification.json").read_text(encoding="utf-8")),
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    }])
    op.execute("ANALYZE")


def downgrade() -> None:
    op.execute("DELETE FROM rule_scheme WHERE code = 'workforce.qualification'")
    with op.batch_alter_table('workforce_qualification_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_qualification_entry_year_level_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_qualification_entry_worker_id_year'))

    op.drop_table('workforce_qualification_entry')
