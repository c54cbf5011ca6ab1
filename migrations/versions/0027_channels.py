"""The conditions of the channels by which workers are recommended or promoted, as shipped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"),
    sa.column("effective_from", sa.Date),
    sa.column("document_no"),
    sa.column("payload", sa.JSON),
    sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"),
    sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def upgrade() -> None:
    op.bulk_insert(
        scheme,
        [
            {
                "code": "workforce.channels",
                "effective_from": date(2017, 1, 1),
                "document_no": "随系统提供的默认值，区里可改",
                "payload": json.loads((DATA / "workforce_channels.json").read_text(encoding="utf-8")),
                "drafted_at": SHIPPED_AT,
                "drafted_by_id": 0,
                "published_at": SHIPPED_AT,
                "published_by_id": 0,
            }
        ],
    )
    op.execute("ANALYZE")


def downgrade() -> None:
    op.execute("DELETE FROM rule_scheme WHERE code = 'workforce.channels'")
