"""Employments, trials, training, examinations of skills, recruitment with its checks; the rules of skills as shipped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0008'
branch_labels = None
depends_on = None

SKILLS = Path(__file__).resolve().parent.parent / "data" / "workforce_skills.json"
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def upgrade() -> None:
    op.create_table('workforce_skill_exam',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('pass_x100', sa.Integer(), nullable=False),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_skill_exam'))
    )
    with op.batch_alter_table('workforce_skill_exam', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_skill_exam_held_on_id'), ['held_on', 'id'], unique=False)

    op.create_table('workforce_training_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('course', sa.String(length=60), nullable=False),
    sa.Column('body', sa.String(length=60), nullable=False),
    sa.Column('audience', sa.String(length=100), nullable=False),
    sa.Column('hours_x100', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'done', name='planstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('hours_x100 > 0', name=op.f('ck_workforce_training_plan_hours')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_training_plan'))
    )
    with op.batch_alter_table('workforce_training_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_training_plan_year_due_on_id'), ['year', 'due_on', 'id'], unique=False)

    op.create_table('workforce_training',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('area', sa.String(length=12), nullable=False),
    sa.Column('course', sa.String(length=60), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('hours_x100', sa.Integer(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('hours_x100 > 0', name=op.f('ck_workforce_training_hours')),
    sa.ForeignKeyConstraint(['area'], ['area.code'], name=op.f('fk_workforce_training_area_area')),
    sa.ForeignKeyConstraint(['plan_id'], ['workforce_training_plan.id'], name=op.f('fk_workforce_training_plan_id_workforce_training_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_training'))
    )
    with op.batch_alter_table('workforce_training', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_training_held_on_id'), ['held_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_training_plan_id'), ['plan_id'], unique=False)

    op.create_table('workforce_employment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('entry_date', sa.Date(), nullable=False),
    sa.Column('entry_channel', sa.String(length=40), nullable=False),
    sa.Column('exit_date', sa.Date(), nullable=False),
    sa.Column('exit_kind', sa.String(length=20), nullable=False),
    sa.Column('exit_doc_no', sa.String(length=60), nullable=False),
    sa.Column('last_position', sa.String(length=40), nullable=True),
    sa.CheckConstraint('exit_date >= entry_date', name=op.f('ck_workforce_employment_exit_after_entry')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_employment_community_area')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_employment_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_employment'))
    )
    with op.batch_alter_table('workforce_employment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_employment_worker_id_entry_date'), ['worker_id', 'entry_date'], unique=True)

    op.create_table('workforce_skill_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('score_x100', sa.Integer(), nullable=False),
    sa.CheckConstraint('score_x100 BETWEEN 0 AND 10000', name=op.f('ck_workforce_skill_result_score')),
    sa.ForeignKeyConstraint(['exam_id'], ['workforce_skill_exam.id'], name=op.f('fk_workforce_skill_result_exam_id_workforce_skill_exam')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_skill_result_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_skill_result'))
    )
    with op.batch_alter_table('workforce_skill_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_skill_result_exam_id_worker_id'), ['exam_id', 'worker_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_workforce_skill_result_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_skill_title',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_skill_title_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_skill_title'))
    )
    with op.batch_alter_table('workforce_skill_title', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_skill_title_worker_id_kind'), ['worker_id', 'kind'], unique=True)

    op.create_table('workforce_training_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('training_id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('signed_in', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['training_id'], ['workforce_training.id'], name=op.f('fk_workforce_training_seat_training_id_workforce_training')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_training_seat_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_training_seat'))
    )
    with op.batch_alter_table('workforce_training_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_training_seat_training_id_worker_id'), ['training_id', 'worker_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_workforce_training_seat_worker_id'), ['worker_id'], unique=False)

    op.create_table('workforce_trial_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('worker_id', sa.Integer(), nullable=False),
    sa.Column('entry_date', sa.Date(), nullable=False),
    sa.Column('trial_until', sa.Date(), nullable=True),
    sa.Column('is_passed', sa.Boolean(), nullable=False),
    sa.Column('opinion', sa.String(length=300), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_trial_review_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_trial_review'))
    )
    with op.batch_alter_table('workforce_trial_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_trial_review_worker_id_entry_date'), ['worker_id', 'entry_date'], unique=True)

    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_by_wish', sa.Boolean(), server_default=sa.false(), nullable=False))

    op.bulk_insert(scheme, [{
        "code": "workforce.skills", "effective_from": date(2017, 1, 1),
        "document_no": "随系统提供的默认值，区里可改", "payload": json.loads(SKILLS.read_text(encoding="utf-8")),
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    }])
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.drop_column('is_by_wish')

    with op.batch_alter_table('workforce_trial_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_trial_review_worker_id_entry_date'))

    op.drop_table('workforce_trial_review')
    with op.batch_alter_table('workforce_training_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_training_seat_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_training_seat_training_id_worker_id'))

    op.drop_table('workforce_training_seat')
    with op.batch_alter_table('workforce_skill_title', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_skill_title_worker_id_kind'))

    op.drop_table('workforce_skill_title')
    with op.batch_alter_table('workforce_skill_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_skill_result_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_skill_result_exam_id_worker_id'))

    op.drop_table('workforce_skill_result')
    with op.batch_alter_table('workforce_employment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_employment_worker_id_entry_date'))

    op.drop_table('workforce_employment')
    with op.batch_alter_table('workforce_training', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_training_plan_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_training_held_on_id'))

    op.drop_table('workforce_training')
    with op.batch_alter_table('workforce_training_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_training_plan_year_due_on_id'))

    op.drop_table('workforce_training_plan')
    with op.batch_alter_table('workforce_skill_exam', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_skill_exam_held_on_id'))

    op.drop_table('workforce_skill_exam')
    op.execute("DELETE FROM rule_scheme WHERE code = 'workforce.skills'")
