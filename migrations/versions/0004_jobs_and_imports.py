"""Jobs, and workbooks on their way into a register."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('column_match',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('register', sa.String(length=40), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('match', sa.JSON(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_column_match_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_column_match')),
    sa.UniqueConstraint('register', 'signature', 'person_id', name=op.f('uq_column_match_register_signature_person_id'))
    )
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', 'cancelled', name='jobstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=160), nullable=False),
    sa.Column('back', sa.String(length=400), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result_name', sa.String(length=160), nullable=True),
    sa.Column('result_file', sa.String(length=64), nullable=True),
    sa.CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'running'))", name=op.f('ck_job_ended_at_with_state')),
    sa.CheckConstraint('(result_name IS NULL) = (result_file IS NULL)', name=op.f('ck_job_result_with_name')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_job_owner_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_owner_id_id'), ['owner_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_state_id'), ['state', 'id'], unique=False)

    op.create_table('sheet_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('register', sa.String(length=40), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('stored_name', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('reading', 'matching', 'checking', 'ready', 'writing', 'done', 'withdrawing', 'withdrawn', 'dropped', 'failed', name='importstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.Column('sheet', sa.Integer(), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('samples', sa.LargeBinary(), nullable=True),
    sa.Column('match', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('withdrawn_at IS NULL OR written_at IS NOT NULL', name=op.f('ck_sheet_import_withdrawn_after_written')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_sheet_import_job_id_job')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_sheet_import_owner_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_import'))
    )
    with op.batch_alter_table('sheet_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_import_owner_id_uploaded_at_id'), ['owner_id', 'uploaded_at', 'id'], unique=False)

    op.create_table('sheet_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('new', 'changed', 'same', 'wrong', name='verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('record_version', sa.Integer(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['sheet_import.id'], name=op.f('fk_sheet_row_import_id_sheet_import')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_row')),
    sa.UniqueConstraint('import_id', 'number', name=op.f('uq_sheet_row_import_id_number'))
    )
    with op.batch_alter_table('sheet_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_row_import_id_verdict_number'), ['import_id', 'verdict', 'number'], unique=False)

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('sheet_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_row_import_id_verdict_number'))

    op.drop_table('sheet_row')
    with op.batch_alter_table('sheet_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_import_owner_id_uploaded_at_id'))

    op.drop_table('sheet_import')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_state_id'))
        batch_op.drop_index(batch_op.f('ix_job_owner_id_id'))

    op.drop_table('job')
    op.drop_table('column_match')
