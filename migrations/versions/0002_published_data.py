"""What ships with the site: the published divisions, the calendars, the first schemes, the reported figures."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED_AT = datetime(2026, 11, 20, tzinfo=UTC)
FIRST_DAY = date(2018, 1, 1)  # the `effective_from` of the shipped catalogues
SOURCE = "公开报道（区委组织部供稿）"

area = sa.table("area", *(sa.column(c) for c in ("code", "name", "short_name", "level", "parent_code")))
urban = sa.table(
    "area_urban",
    sa.column("area"), sa.column("is_urban"), sa.column("valid_from", sa.Date), sa.column("assumption"),
)
year = sa.table("calendar_year", *(sa.column(c) for c in ("year", "status", "document_no")))
day = sa.table(
    "calendar_day", sa.column("day", sa.Date), sa.column("year"), sa.column("kind"), sa.column("name")
)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)
reported = sa.table(
    "reported_figure",
    *(sa.column(c) for c in ("key", "task", "label", "relation", "value", "unit", "wording", "source")),
)


def upgrade() -> None:
    """Load everything; each table was empty before."""
    op.bulk_insert(area, list(_areas()))
    op.bulk_insert(urban, list(_urban()))
    op.bulk_insert(year, _years())
    op.bulk_insert(day, list(_days()))
    op.bulk_insert(scheme, [_scheme("grid.appeal_categories"), _scheme("grid.settings")])
    op.bulk_insert(reported, list(_reported()))
    op.execute("ANALYZE")


def downgrade() -> None:
    """Take away what this revision loaded; rows added since keep their areas from going."""
    for table in (reported, scheme, day, year, urban):
        op.execute(sa.delete(table))
    for length in (12, 9, 6):
        op.execute(sa.delete(area).where(sa.func.length(area.c.code) == length))


def _areas() -> Any:
    with (DATA / "divisions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["name"]
            short = name
            if name.endswith("社区居民委员会"):
                name, short = name.removesuffix("居民委员会"), name.removesuffix("社区居民委员会")
            elif name.endswith("村村民委员会"):
                name = short = name.removesuffix("村民委员会")
            yield {
                "code": row["code"], "name": name, "short_name": short, "level": row["level"],
                "parent_code": row["parent_code"] if len(row["code"]) > 6 else None,
            }


def _urban() -> Any:
    for row in _json("communities_urban.json")["communities"]:
        yield {
            "area": row["code12"], "is_urban": row["is_urban"], "valid_from": FIRST_DAY,
            "assumption": row["assumption"],
        }


def _years() -> list[dict[str, Any]]:
    this = _json("working_days_2026.json")
    laws = _json("work_calendar.json")["basis"]["law"]
    return [
        {"year": 2025, "status": "published", "document_no": laws[0]},
        {"year": 2026, "status": "published", "document_no": this["source"]["number"]},
        {"year": 2027, "status": "estimated", "document_no": this["next_year"]["basis"]},
    ]


def _days() -> Any:
    last = _json("work_calendar.json")["years"]["2025"]
    for start, end in last["off"]:
        yield from _span(2025, start, end, "放假")
    for worked in last["on"]:
        yield {"day": date.fromisoformat(worked), "year": 2025, "kind": "work", "name": "调休上班"}
    this = _json("working_days_2026.json")
    for off in this["off"]:
        yield from _span(2026, off["from"], off["to"], off["name"])
    for on in this["on"]:
        yield {"day": date.fromisoformat(on["date"]), "year": 2026, "kind": "work", "name": on["name"]}
    for statutory in this["next_year"]["statutory_days"]:
        yield {"day": date.fromisoformat(statutory), "year": 2027, "kind": "rest", "name": "法定"}


def _span(number: int, start: str, end: str, name: str) -> Any:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    for offset in range((last - first).days + 1):
        yield {"day": first + timedelta(offset), "year": number, "kind": "rest", "name": name}


def _scheme(code: str) -> dict[str, Any]:
    file = {"grid.appeal_categories": "appeal_categories.json", "grid.settings": "grid_settings.json"}[code]
    return {
        "code": code, "effective_from": FIRST_DAY, "document_no": "随系统提供的默认值，区里可改",
        "payload": _json(file), "drafted_at": SHIPPED_AT, "drafted_by_id": 0,
        "published_at": SHIPPED_AT, "published_by_id": 0,
    }


def _reported() -> Any:
    with (DATA / "article_figures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {
                "key": row["key"], "task": row["task"], "label": row["label"], "relation": row["relation"],
                "value": int(row["value"]), "unit": row["unit"], "wording": row["definition"], "source": SOURCE,
            }


def _json(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
