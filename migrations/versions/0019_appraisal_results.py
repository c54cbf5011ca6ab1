"""Appraisal results served with receipt, published later in supplements, their effects; refused facts; when effects fall due."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
CODE = "workforce.appraisal_effects"
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def upgrade() -> None:
    op.create_table('workforce_appraisal_effect',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rating', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('talk', 'plan', 'look_back', 'help', 'exit_review', 'recall', name='effectkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'decided', 'done', 'dropped', name='effectstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('said', sa.String(length=300), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=300), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(ended_on IS NOT NULL) = (state IN ('done', 'dropped'))", name=op.f('ck_workforce_appraisal_effect_ended_with_state')),
    sa.CheckConstraint('(decided_at IS NULL) = (decided_by_id IS NULL)', name=op.f('ck_workforce_appraisal_effect_decided_at_with_by')),
    sa.CheckConstraint('(ended_on IS NULL) = (ended_by_id IS NULL)', name=op.f('ck_workforce_appraisal_effect_ended_on_with_by')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_appraisal_effect_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_appraisal_effect'))
    )
    with op.batch_alter_table('workforce_appraisal_effect', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_effect_state_due_on_id'), ['state', 'due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_effect_worker_id'), ['worker_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_effect_worker_id_year_kind'), ['worker_id', 'year', 'kind'], unique=True)

    op.create_table('workforce_appraisal_supplement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL)', name=op.f('ck_workforce_appraisal_supplement_confirmed_at_with_by')),
    sa.ForeignKeyConstraint(['year_id'], ['workforce_appraisal_year.id'], name=op.f('fk_workforce_appraisal_supplement_year_id_workforce_appraisal_year')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_appraisal_supplement'))
    )
    with op.batch_alter_table('workforce_appraisal_supplement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_supplement_year_id_number'), ['year_id', 'number'], unique=True)

    op.create_table('workforce_refusal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('refused_on', sa.Date(), nullable=False),
    sa.Column('refused_by_id', sa.Integer(), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('corrected_by_id', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(corrected_at IS NULL) = (corrected_by_id IS NULL)', name=op.f('ck_workforce_refusal_corrected_at_with_by')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by_id IS NULL)', name=op.f('ck_workforce_refusal_settled_at_with_by')),
    sa.CheckConstraint('settled_at IS NULL OR corrected_at IS NOT NULL', name=op.f('ck_workforce_refusal_settled_after_corrected')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_refusal_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_refusal'))
    )
    with op.batch_alter_table('workforce_refusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_refusal_refused_on_id'), ['refused_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_refusal_worker_id'), ['worker_id'], unique=False)

    with op.batch_alter_table('workforce_appraisal_score', schema=None) as batch_op:
        batch_op.add_column(sa.Column('in_leaders_pool', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('supplement_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('served_how', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('served_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('rating_before', sa.String(length=20), server_default='', nullable=False))
    # what was served until now was served by the public list
    op.execute("UPDATE workforce_appraisal_score SET served_how = '公示', served_by_id = 0 WHERE served_on IS NOT NULL")
    with op.batch_alter_table('workforce_appraisal_score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_appraisal_score_supplement_id'), ['supplement_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_workforce_appraisal_score_supplement_id_workforce_appraisal_supplement'), 'workforce_appraisal_supplement', ['supplement_id'], ['id'])
        batch_op.alter_column('served_how', existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column('rating_before', existing_type=sa.String(length=20), server_default=None)
        batch_op.create_check_constraint(
            batch_op.f('ck_workforce_appraisal_score_served_with_how'), "(served_on IS NULL) = (served_how = '')"
        )
        batch_op.create_check_constraint(
            batch_op.f('ck_workforce_appraisal_score_served_on_with_by'),
            "(served_on IS NULL) = (served_by_id IS NULL)",
        )
    _ship()
    op.execute("ANALYZE")


def _ship() -> None:
    payload = json.loads((DATA / "workforce_appraisal_effects.json").read_text(encoding="utf-8"))
    op.bulk_insert(scheme, [{
        "code": CODE, "effective_from": date(2017, 1, 1), "document_no": "随系统提供的默认值，区里可改",
        "payload": payload,
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    }])


def downgrade() -> None:
    with op.batch_alter_table('workforce_appraisal_score', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workforce_appraisal_score_served_on_with_by'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_workforce_appraisal_score_served_with_how'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_workforce_appraisal_score_supplement_id_workforce_appraisal_supplement'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_score_supplement_id'))
        batch_op.drop_column('rating_before')
        batch_op.drop_column('acknowledged_at')
        batch_op.drop_column('served_by_id')
        batch_op.drop_column('served_how')
        batch_op.drop_column('supplement_id')
        batch_op.drop_column('in_leaders_pool')

    with op.batch_alter_table('workforce_refusal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_refusal_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_refusal_refused_on_id'))

    op.drop_table('workforce_refusal')
    with op.batch_alter_table('workforce_appraisal_supplement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_supplement_year_id_number'))

    op.drop_table('workforce_appraisal_supplement')
    with op.batch_alter_table('workforce_appraisal_effect', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_effect_worker_id_year_kind'))
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_effect_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_appraisal_effect_state_due_on_id'))

    op.drop_table('workforce_appraisal_effect')
    op.execute("DELETE FROM rule_scheme WHERE code = 'workforce.appraisal_effects'")
