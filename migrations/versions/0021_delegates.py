"""两代表一委员 with the rules of their seats as shipped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
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
DOCUMENTS = {"workforce.delegates": "workforce_delegates.json"}


def upgrade() -> None:
    op.create_table('workforce_delegate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('party', 'congress', 'consultative', name='delegatekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('term', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('recommended_on', sa.Date(), nullable=False),
    sa.Column('elected_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('elected_on IS NULL OR elected_on >= recommended_on', name=op.f('ck_workforce_delegate_elected_after')),
    sa.CheckConstraint('ended_on IS NULL OR ended_on >= coalesce(elected_on, recommended_on)', name=op.f('ck_workforce_delegate_ended_after')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_delegate_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_delegate'))
    )
    with op.batch_alter_table('workforce_delegate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_delegate_elected_on_id'), ['elected_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_delegate_worker_id_kind_level_term'), ['worker_id', 'kind', 'level', 'term'], unique=True)

    op.bulk_insert(scheme, [{
        "code": code, "effective_from": date(2017, 1, 1), "document_no": "随系统提供的默认值，区里可改",
        "payload": json.loads((DATA / file).read_text(encoding="utf-8")),
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    } for code, file in DOCUMENTS.items()])
    op.execute("ANALYZE")


def downgrade() -> None:
    op.execute("DELETE FROM rule_scheme WHERE code = 'workforce.delegates'")
    with op.batch_alter_table('workforce_delegate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_delegate_worker_id_kind_level_term'))
        batch_op.drop_index(batch_op.f('ix_workforce_delegate_elected_on_id'))

    op.drop_table('workforce_delegate')
