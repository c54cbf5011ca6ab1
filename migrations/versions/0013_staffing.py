"""Employments, trials, training, examinations of skills, recruitment with its checks; the rules of skills as shipped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
DOCUMENTS = {
    "workforce.skills": "workforce_skills.json",
    "workforce.recruitment": "workforce_recruitment.json",
}
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def upgrade() -> None:
    op.create_table('workforce_recruit_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=False),
    sa.Column('birth_from', sa.Date(), nullable=False),
    sa.Column('birth_to', sa.Date(), nullable=False),
    sa.Column('education_min', sa.String(length=20), nullable=False),
    sa.Column('written_percent', sa.Integer(), nullable=False),
    sa.Column('pass_x100', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'announced', 'closed', name='recruitstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('birth_to >= birth_from', name=op.f('ck_workforce_recruit_plan_births')),
    sa.CheckConstraint('written_percent BETWEEN 0 AND 100', name=op.f('ck_workforce_recruit_plan_weight')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_recruit_plan'))
    )
    with op.batch_alter_table('workforce_recruit_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_recruit_plan_announced_on_id'), ['announced_on', 'id'], unique=False)

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

    op.create_table('workforce_recruit_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_workforce_recruit_post_number')),
    sa.ForeignKeyConstraint(['community'], ['area.code'], name=op.f('fk_workforce_recruit_post_community_area')),
    sa.ForeignKeyConstraint(['plan_id'], ['workforce_recruit_plan.id'], name=op.f('fk_workforce_recruit_post_plan_id_workforce_recruit_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_recruit_post'))
    )
    with op.batch_alter_table('workforce_recruit_post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_recruit_post_plan_id_community'), ['plan_id', 'community'], unique=True)

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

    op.create_table('workforce_applicant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('id_number', sa.LargeBinary(), nullable=False),
    sa.Column('id_digest', sa.String(length=64), nullable=False),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('education', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.Enum('applied', 'eligible', 'written', 'confirmed', 'interviewed', 'examined', 'vetted', 'published', 'hired', 'out', name='recruitstage', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('out_reason', sa.String(length=200), nullable=False),
    sa.Column('written_x100', sa.Integer(), nullable=True),
    sa.Column('interview_x100', sa.Integer(), nullable=True),
    sa.Column('worker_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(stage = 'hired') = (worker_id IS NOT NULL)", name=op.f('ck_workforce_applicant_hired_with_worker')),
    sa.CheckConstraint("(stage = 'out') = (out_reason <> '')", name=op.f('ck_workforce_applicant_out_with_reason')),
    sa.ForeignKeyConstraint(['post_id'], ['workforce_recruit_post.id'], name=op.f('fk_workforce_applicant_post_id_workforce_recruit_post')),
    sa.ForeignKeyConstraint(['worker_id'], ['workforce_worker.id'], name=op.f('fk_workforce_applicant_worker_id_workforce_worker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_applicant'))
    )
    with op.batch_alter_table('workforce_applicant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_applicant_id_digest'), ['id_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_workforce_applicant_post_id_id_digest'), ['post_id', 'id_digest'], unique=True)
        batch_op.create_index(batch_op.f('ix_workforce_applicant_worker_id'), ['worker_id'], unique=False)

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

    op.create_table('workforce_background_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('applicant_id', sa.Integer(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'asking', 'collected', 'passed', 'failed', 'deferred', name='checkstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'passed') = (valid_until IS NOT NULL)", name=op.f('ck_workforce_background_check_passed_with_term')),
    sa.CheckConstraint('(decided_on IS NULL) = (decided_by_id IS NULL)', name=op.f('ck_workforce_background_check_decided_on_with_by')),
    sa.ForeignKeyConstraint(['applicant_id'], ['workforce_applicant.id'], name=op.f('fk_workforce_background_check_applicant_id_workforce_applicant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_background_check')),
    sa.UniqueConstraint('applicant_id', name=op.f('uq_workforce_background_check_applicant_id'))
    )
    with op.batch_alter_table('workforce_background_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_background_check_state_due_on'), ['state', 'due_on'], unique=False)

    op.create_table('workforce_check_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('department', sa.String(length=20), nullable=False),
    sa.Column('objects', sa.Boolean(), nullable=True),
    sa.Column('doc_no', sa.String(length=60), nullable=False),
    sa.Column('replied_on', sa.Date(), nullable=True),
    sa.CheckConstraint('(objects IS NULL) = (replied_on IS NULL)', name=op.f('ck_workforce_check_opinion_replied_on_with_opinion')),
    sa.ForeignKeyConstraint(['check_id'], ['workforce_background_check.id'], name=op.f('fk_workforce_check_opinion_check_id_workforce_background_check')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workforce_check_opinion'))
    )
    with op.batch_alter_table('workforce_check_opinion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workforce_check_opinion_check_id_department'), ['check_id', 'department'], unique=True)

    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_by_wish', sa.Boolean(), server_default=sa.false(), nullable=False))

    op.bulk_insert(scheme, [{
        "code": code, "effective_from": date(2017, 1, 1), "document_no": "随系统提供的默认值，区里可改",
        "payload": json.loads((DATA / file).read_text(encoding="utf-8")),
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    } for code, file in DOCUMENTS.items()])
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.drop_column('is_by_wish')

    with op.batch_alter_table('workforce_check_opinion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_check_opinion_check_id_department'))

    op.drop_table('workforce_check_opinion')
    with op.batch_alter_table('workforce_background_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_background_check_state_due_on'))

    op.drop_table('workforce_background_check')
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
    with op.batch_alter_table('workforce_applicant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_applicant_worker_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_applicant_post_id_id_digest'))
        batch_op.drop_index(batch_op.f('ix_workforce_applicant_id_digest'))

    op.drop_table('workforce_applicant')
    with op.batch_alter_table('workforce_training', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_training_plan_id'))
        batch_op.drop_index(batch_op.f('ix_workforce_training_held_on_id'))

    op.drop_table('workforce_training')
    with op.batch_alter_table('workforce_recruit_post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_recruit_post_plan_id_community'))

    op.drop_table('workforce_recruit_post')
    with op.batch_alter_table('workforce_training_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_training_plan_year_due_on_id'))

    op.drop_table('workforce_training_plan')
    with op.batch_alter_table('workforce_skill_exam', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_skill_exam_held_on_id'))

    op.drop_table('workforce_skill_exam')
    with op.batch_alter_table('workforce_recruit_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workforce_recruit_plan_announced_on_id'))

    op.drop_table('workforce_recruit_plan')
    op.execute("DELETE FROM rule_scheme WHERE code IN ('workforce.skills', 'workforce.recruitment')")
