"""The list as a workbook: the same rows, order and columns, masked, within the scope, recorded (E08, E10, E11)."""

from io import BytesIO
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.permissions import GRANTS, ROLES
from tests import build
from tests.grid import deeds
from tests.site import Answer, Site

LIST, EXPORT = "/grid/appeals", "/grid/appeals/export"


def book(answer: Answer) -> Any:
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(BytesIO(answer.data)).active


def table(answer: Answer) -> list[list[Any]]:
    """Head and rows; what stands above the head is left out."""
    rows = [list(row) for row in book(answer).iter_rows(values_only=True)]
    head = next(n for n, row in enumerate(rows) if "编号" in row or "诉求" in row)
    return rows[head:]


def exported(site: Site, query: str = "") -> Answer:
    return site.post(EXPORT + query)


def last_entry() -> AuditEntry:
    found = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert found is not None
    return found


def test_the_button_sends_the_list_as_it_stands(site):
    build.an_appeal("路灯不亮", category="corridor_light")
    build.an_appeal("门坏了")
    site.sign_in("community_admin")
    page = site.get(f"{LIST}?view=all&category=corridor_light&col=no&col=title")
    assert page.words("#export button") == ["导出 1 条"]
    assert table(site.submit(page, "#export")) == [["编号", "诉求"], ["SL-20261120-001", "路灯不亮"]]


def test_rows_and_order_are_those_of_the_list(site):
    for n in range(23):
        build.an_appeal(f"第{n}件")
    deeds.paused()
    site.sign_in("community_admin")
    for query in ("?view=open", "?view=all&sort=registered_at&desc=0", "?view=open&sort=due&desc=1"):
        shown = site.get(f"{LIST}{query}&size=100").words("#rows tbody th a")
        assert [row[1] for row in table(exported(site, query))[1:]] == shown


def test_a_second_batch_goes_on_where_the_first_ended(site, monkeypatch):
    monkeypatch.setattr("shuangluan.grid.queries.rows.BATCH", 3)
    for n in range(8):
        build.an_appeal(f"第{n}件")
    site.sign_in("community_admin")
    shown = site.get(f"{LIST}?view=all").words("#rows tbody th a")
    assert [row[1] for row in table(exported(site, "?view=all"))[1:]] == shown


def test_it_says_over_what_under_which_conditions_and_as_of_when(site):
    build.an_appeal("路灯不亮", category="corridor_light")
    site.sign_in("community_admin")
    answer = exported(site, f"?view=open&category=corridor_light&compound={build.compound('御景园').id}")
    lines = [row[0] for row in book(answer).iter_rows(max_row=5, values_only=True)]
    assert lines == [
        "诉求事件台账",
        "秀水街道 · 万和城社区，在办，共 1 条，截至 2026-11-20 10:00",
        "条件：类别：楼道照明；小区：御景园",
        "每件诉求一行；期限按工作日历计算，挂起期间不计；诉求人的姓名和电话已遮盖",
        "导出：演示社区书记 2026-11-20 10:00",
    ]
    name = unquote(answer.headers["Content-Disposition"].split("filename*=UTF-8''")[1])
    assert name == "诉求事件台账-20261120-1000.xlsx"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_figures_list_goes_out_with_the_figures_definition(site):
    build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    answer = exported(site, "?figure=grid.intake&period=2026-11")
    lines = [row[0] for row in book(answer).iter_rows(max_row=3, values_only=True)]
    assert "诉求件次，共 1 条" in lines[1]
    assert "不予受理和作废的不计" in lines[2]


def test_personal_data_stay_masked_and_hidden_ones_hidden(site):
    build.a_dispatched_appeal("路灯不亮")
    site.sign_in("community_admin")
    answer = exported(site, "?col=title&col=reporter")
    assert table(answer)[1] == ["路灯不亮", "演** 138****0000"]
    assert build.PHONE.encode() not in answer.data
    assert "诉求人" not in table(exported(site))[0]


def test_what_somebody_typed_as_a_formula_stays_a_text(site):
    build.an_appeal("=HYPERLINK(\"http://x\",\"看\")")
    site.sign_in("community_admin")
    cell = next(c for row in book(exported(site)).iter_rows() for c in row if str(c.value).startswith("=HYPER"))
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_times_are_local_and_the_deadline_is_a_date(site):
    build.an_accepted_appeal("门坏了")
    build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    rows = table(exported(site, "?view=all&sort=registered_at&desc=0&col=title&col=due&col=registered_at&col=due_on"))
    assert [str(cell) for cell in rows[1]] == ["门坏了", "2026-11-27", "2026-11-27 00:00:00", "2026-11-20 10:00:00"]
    assert rows[2][1] == "2026-11-20 15:30 前受理"


def test_it_ends_at_the_scope(site):
    build.an_appeal("甲社区的")
    build.an_appeal("乙社区的", where=build.place("锦绣苑"), by="community_admin_2")
    build.an_appeal("涉访的", category="petition", by="community_staff")
    seen = {"community_admin": {"甲社区的"}, "community_admin_2": {"乙社区的"}, "property_liaison": set(),
            "street_staff": {"甲社区的", "涉访的"}}  # fmt: skip
    for username, expected in seen.items():
        site.sign_in(username)
        assert {row[1] for row in table(exported(site, "?view=all"))[1:]} == expected
    assert exported(site, f"?area={build.B}").status_code == 404
    assert exported(site, "?view=none").status_code == 400


def test_every_export_is_recorded_with_its_conditions_and_rows(site):
    build.an_appeal("路灯不亮", category="corridor_light")
    site.sign_in("community_admin")
    exported(site, "?view=all&category=corridor_light&col=no&col=reporter")
    entry = last_entry()
    assert (entry.action, entry.actor_name, entry.role) == ("grid.appeals.exported", "演示社区书记", "community_admin")
    assert entry.changes == {
        "rows": 1, "area": "秀水街道 · 万和城社区", "view": "all", "conditions": ["类别：楼道照明"],
        "columns": ["编号", "诉求人"],
    }  # fmt: skip


def test_an_empty_list_is_an_empty_sheet(site):
    site.sign_in("community_admin")
    assert len(table(exported(site))) == 1


@pytest.mark.parametrize("role", ROLES)
def test_who_may_export(site, role: str):
    site.sign_in(role)
    assert exported(site).status_code == (200 if role in GRANTS["grid:appeal:export"] else 403)


def test_it_is_a_post(site):
    site.sign_in("community_admin")
    assert site.get(EXPORT).status_code == 405
