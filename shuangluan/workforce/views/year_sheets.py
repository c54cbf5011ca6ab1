"""What goes out of an appraisal: 考核表 of a person on A4, 汇总表 as a workbook; no order of ranks (WF-102, WF-200)."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.listing import Reading
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, page, viewer
from shuangluan.workforce.models import AppraisalScore, AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import years
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.serving import manner_name
from shuangluan.workforce.rules.years import SCORE_LABEL
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.years import find, scores_listing

NOTE = "按社区和姓名排，不排名次；没有得分的部分不计入"


@bp.get("/appraisals/scores/<int:score_id>/sheet")
@requires(Perm.APPRAISAL_READ)
def score_sheet(score_id: int) -> ResponseReturnValue:
    """年度考核表 of one person: parts, lines, rating, receipt; to sign."""
    row, record = years.score(score_id, viewer=viewer(), permission=Perm.APPRAISAL_READ) or abort(404)
    plan = years.plan_of(record)
    parts = [
        (part["name"], one["weight"], row.parts.get(part["code"]))
        for one in plan["components"]
        for part in _shown(plan, one, row)
    ]
    return page(
        "workforce/score_print.html", row=row, record=record, place=areas().name(row.community), points=yuan_of,
        parts=parts, street=areas().name(row.community[:9]), manner=manner_name, label=SCORE_LABEL,
        back_url=url_for(".score_detail", score_id=score_id),
    )  # fmt: skip


def _shown(plan: dict[str, Any], one: dict[str, Any], row: AppraisalScore) -> list[dict[str, Any]]:
    """A component, or the one that took its place for who was seconded (WF-99)."""
    replaced = [
        variant["replace"][one["code"]] for variant in plan["variants"].values()
        if one["code"] in variant["replace"] and variant["replace"][one["code"]]["code"] in row.parts
    ]  # fmt: skip
    return replaced[:1] or [one]


@bp.post("/appraisals/<int:year_id>/export")
@requires(Perm.APPRAISAL_EXPORT)
def year_export(year_id: int) -> ResponseReturnValue:
    """年度考核汇总表; the export is recorded."""
    record, now = find(year_id), clock.now()
    reading = Reading(scores_listing(record))
    count, lines = reading.whole()
    rows = [line.score for line in lines]
    notes = [f"{reading.scope}，{record.year} 年度，共 {count} 人，截至 {clock.local(now):%Y-%m-%d %H:%M}", NOTE]
    notes += reading.conditions
    body = sheets.written(sheets.Sheet("年度考核汇总表", notes, _columns(record), rows), by=viewer().name, at=now)
    with audit.transaction():
        detail = {
            "year": record.year, "area": reading.scope, "rows": count, "conditions": reading.asked.said,
        }  # fmt: skip
        audit.noted(sentences.APPRAISAL_EXPORTED, record, by=actor(), at=now, detail=detail)
    return download(body, f"年度考核汇总表-{record.year}.xlsx")


def _columns(record: AppraisalYear) -> list[Column]:
    return [
        Column("street", "街道", value=lambda x: areas().name(x.community[:9]), width=16),
        Column("community", "社区", value=lambda x: areas().name(x.community), width=18),
        Column("name", "姓名", value=lambda x: x.worker.person.name, width=12),
        Column("staff_no", "编号", value=lambda x: x.worker.staff_no, width=10),
        *(Column(one["code"], one["name"], value=_part(one["code"]), width=12)
          for one in years.plan_of(record)["components"]),
        Column("HOST", "借调单位评价", value=_part("HOST"), width=12),
        Column("total", "总分", value=lambda x: "" if x.total_x100 is None else yuan_of(x.total_x100), width=10),
        Column("rating", "等次", value=lambda x: x.rating, width=12),
        Column("before", "复核前", value=lambda x: x.rating_before, width=12),
        Column("reason", "不定等次原因", value=lambda x: x.reason or "", width=14),
        Column("state", "状态", value=lambda x: SCORE_LABEL[x.state], width=12),
        Column("served", "送达", kind="date", value=lambda x: x.served_on, width=12),
        Column("how", "送达方式", value=lambda x: manner_name(x.served_how), width=12),
    ]  # fmt: skip


def _part(code: str) -> Any:
    return lambda row: row.parts.get(code) or ""
