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

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issued_document_kind_number'))
        batch_op.drop_index(batch_op.f('ix_issued_document_code'))

    op.drop_table('issued_document')
