"""Large imports are staged, one value stands for a whole column, uploaded files go when their time is over.

The indexes over what a new appeal has not yet leave it out: a large import would pay for each of them.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
COUNTED = ['community', 'state', 'is_restricted', 'registered_by_id']
INDEXES = (
    ('grid_appeal', 'ix_grid_appeal_figures_due', ['due_on', *COUNTED, 'due_at', 'responded_at'], 'due_on'),
    ('grid_appeal', 'ix_grid_appeal_figures_first_due', ['first_due_on', *COUNTED, 'first_due_at', 'responded_at'], 'first_due_on'),
    ('grid_appeal', 'ix_grid_appeal_figures_closed', ['last_closed_on', *COUNTED, 'outcome', 'reopen_count', 'rework_count'], 'last_closed_on'),
    ('grid_appeal', 'ix_grid_appeal_merged_into_id', ['merged_into_id'], 'merged_into_id'),
    ('grid_appeal', 'ix_grid_appeal_recurs_of_id', ['recurs_of_id'], 'recurs_of_id'),
    ('grid_appeal_reporter', 'ix_grid_appeal_reporter_asked_on_id', ['asked_on', 'id'], 'asked_on'),
    ('grid_appeal_reporter', 'ix_grid_appeal_reporter_asked_root_id_satisfaction', ['asked_root_id', 'satisfaction'], 'asked_root_id'),
)
UNUSED = (  # no list, figure or search asks for them
    ('ix_grid_appeal_due_at_id', ['due_at', 'id']),
    ('ix_grid_appeal_community_due_at_id', ['community', 'due_at', 'id']),
)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)
RETENTION = {
    "code": "kernel.retention", "effective_from": date(2018, 1, 1), "document_no": "随系统提供的默认值，区里可改",
    "payload": {"import_file_days": 180}, "drafted_at": SHIPPED_AT, "drafted_by_id": 0,
    "published_at": SHIPPED_AT, "published_by_id": 0,
}


def upgrade() -> None:
    op.create_table('audit_entry_staged',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['sheet_import.id'], name=op.f('fk_audit_entry_staged_import_id_sheet_import')),
    sa.PrimaryKeyConstraint('import_id', 'place', name=op.f('pk_audit_entry_staged'))
    )
    op.create_table('grid_appeal_staged',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('description', sa.String(length=1000), nullable=False),
    sa.Column('domain', sa.String(length=20), nullable=False),
    sa.Column('category', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Enum('normal', 'complex', 'hard', 'urgent', name='level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('source', sa.String(length=30), nullable=False),
    sa.Column('source_no', sa.String(length=40), nullable=True),
    sa.Column('community', sa.String(length=12), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('compound_id', sa.Integer(), nullable=True),
    sa.Column('building_id', sa.Integer(), nullable=True),
    sa.Column('entrance_id', sa.Integer(), nullable=True),
    sa.Column('address_text', sa.String(length=120), nullable=False),
    sa.Column('discovered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_restricted', sa.Boolean(), nullable=False),
    sa.Column('found_by', sa.String(length=400), nullable=False),
    sa.Column('found_also', sa.String(length=400), nullable=False),
    sa.Column('kind', sa.Enum('resident', 'grid_worker', 'unit', 'anonymous', name='reporterkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('wants_reply', sa.Boolean(), nullable=False),
    sa.Column('hide_from_handler', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['sheet_import.id'], name=op.f('fk_grid_appeal_staged_import_id_sheet_import')),
    sa.PrimaryKeyConstraint('import_id', 'place', name=op.f('pk_grid_appeal_staged'))
    )
    for table in ('sheet_import', 'column_match'):
        op.add_column(table, sa.Column('fixed', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('sheet_import', sa.Column('file_removed_at', sa.DateTime(timezone=True), nullable=True))
    for table, name, columns, held in INDEXES:
        op.drop_index(name, table)
        where = sa.text(f'{held} IS NOT NULL')
        op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
    for name, _ in UNUSED:
        op.drop_index(name, 'grid_appeal')
    op.bulk_insert(scheme, [RETENTION])
    op.execute("ANALYZE")


def downgrade() -> None:
    op.execute("DELETE FROM rule_scheme WHERE code = 'kernel.retention'")
    for name, columns in UNUSED:
        op.create_index(name, 'grid_appeal', columns, unique=False)
    for table, name, columns, _ in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, columns, unique=False)
    op.drop_column('sheet_import', 'file_removed_at')
    for table in ('sheet_import', 'column_match'):
        op.drop_column(table, 'fixed')
    op.drop_table('grid_appeal_staged')
    op.drop_table('audit_entry_staged')
