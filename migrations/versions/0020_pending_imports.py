"""A large import stands in its tables, hidden, until it is confirmed; nothing is staged beside them any more.

Entries of the trail that are hidden may be deleted: nobody has seen them.
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

HIDDEN = "SELECT 1 FROM hidden_range WHERE table_name = 'audit_entry' AND OLD.id BETWEEN first AND last"
REFUSED = "SELECT RAISE(ABORT, 'audit entries are never deleted')"


def upgrade() -> None:
    op.create_table('hidden_range',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(length=60), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.CheckConstraint('first <= last', name=op.f('ck_hidden_range_not_empty')),
    sa.ForeignKeyConstraint(['import_id'], ['sheet_import.id'], name=op.f('fk_hidden_range_import_id_sheet_import')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hidden_range'))
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_delete")
        op.execute(
            "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry "
            f"WHEN NOT EXISTS ({HIDDEN}) BEGIN {REFUSED}; END"
        )
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN IF EXISTS ({HIDDEN}) THEN RETURN OLD; END IF; END IF; "
            "RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$"
        )
    op.drop_table('grid_appeal_staged')
    op.drop_table('audit_entry_staged')
    op.execute("ANALYZE")


def downgrade() -> None:
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
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_delete")
        op.execute(f"CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN {REFUSED}; END")
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'; END $$"
        )
    op.drop_table('hidden_range')
