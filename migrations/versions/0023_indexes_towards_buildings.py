"""What points at a building or an entrance is found by an index: without one its removal reads the whole table."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

POINTING = (  # table, column, whether it is often empty
    ('grid_appeal', 'building_id', True), ('grid_appeal', 'entrance_id', True),
    ('grid_coverage', 'entrance_id', False),
    ('grid_appointment', 'building_id', False), ('grid_appointment', 'entrance_id', False),
)


def upgrade() -> None:
    for table, column, only_filled in POINTING:
        where = {f'{kind}_where': sa.text(f'{column} IS NOT NULL') for kind in ('sqlite', 'postgresql') if only_filled}
        op.create_index(f'ix_{table}_{column}', table, [column], unique=False, **where)
    op.execute("ANALYZE")


def downgrade() -> None:
    for table, column, _ in POINTING:
        op.drop_index(f'ix_{table}_{column}', table)
