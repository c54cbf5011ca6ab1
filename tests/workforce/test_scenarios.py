"""模拟 over the database and as pages: nothing real is touched, persons only for who may read pay (WF-105, WF-116)."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, RuleScheme
from shuangluan.workforce import services
from shuangluan.workforce.models import GradeRecord, PayLine, Scenario
from shuangluan.workforce.rules import sentences
from tests import build
from tests.workforce.people import a_worker, day, deed, do
from tests.workforce.shipped import hb60

PLAIN = {"scheme_id": None, "pay_id": None, "pay_percent": "0", "rates_percent": "0", "rating": "合格", "hires": 0,
         "hire_post": "", "hire_grade": 0, "retiring": False}  # fmt: skip


def tried(title="上调 5%", by="district_reviewer", **overrides) -> Scenario:
    kept: Scenario = do(services.try_scenario, title=title, overrides=PLAIN | overrides, on=day("2026-11-20"), by=by)
    return kept


def counted() -> list[int]:
    tables = (GradeRecord, PayLine, RuleScheme)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def draft(**changes) -> int:
    def make():
        return effective.draft_scheme(
            "workforce.grade", hb60(**changes), effective_from=day("2027-01-01"), document_no="草稿",
            **deed("scheme_admin"),
        )  # fmt: skip

    return build.saved(make).id


def test_wf_105_without_overrides_both_sides_are_the_same(app):
    a_worker()
    result = tried().result
    assert result["changes"] == []
    assert result["now"] == result["then"]
    assert result["years"]["now"] == result["years"]["then"]


def test_wf_105_a_draft_scheme_is_tried_and_nothing_real_is_touched(app):
    worker = a_worker()
    counts = counted()
    scheme_id = draft(start__edu={"中专及以下": 1, "大专": 5, "本科": 9, "硕士": 11, "博士": 14})
    result = tried(scheme_id=scheme_id).result
    one, = result["changes"]
    assert (one["worker_id"], one["from_grade"], one["to_grade"]) == (worker.id, 12, 14)
    assert Decimal(result["then"]["cost"]) > Decimal(result["now"]["cost"])
    assert result["distribution"] == {"now": {"工作人员": [[12, 1]]}, "then": {"工作人员": [[14, 1]]}}
    assert counted() == [counts[0], counts[1], counts[2] + 1], "the draft itself aside"


def test_wf_105_hires_retirements_and_percentages_go_into_the_five_years(app):
    a_worker()
    plain = tried().result["years"]["then"]
    risen = tried(hires=3, hire_post="工作人员", hire_grade=7, pay_percent="5", rates_percent="2")
    more = risen.result["years"]["then"]
    assert len(plain) == len(more) == 5
    assert all(Decimal(b["total"]) > Decimal(a["total"]) for a, b in zip(plain, more, strict=True))


def test_wf_106_a_scheme_without_yearly_steps_has_no_five_years_and_says_why(app):
    a_worker()
    shipped = db.session.scalars(select(RuleScheme).where(RuleScheme.code == "workforce.grade")).all()
    sd18 = next(row.id for row in shipped if row.payload["code"] == "SD18")
    result = tried(scheme_id=sd18).result
    assert result["years"]["then"] == []
    assert "每年晋级" in result["years"]["note"]


def test_wf_105_a_table_of_another_scheme_is_refused(app):
    a_worker()
    rows = db.session.scalars(select(RuleScheme).where(RuleScheme.code == "workforce.pay")).all()
    with pytest.raises(RuleBroken, match="不是这个等级方案"):
        tried(pay_id=next(row.id for row in rows if row.payload["scheme"] == "XA12"))


def test_wf_105_the_same_again_gives_the_same_and_a_removed_one_leaves_its_trace(app):
    a_worker()
    kept = tried(pay_percent="5")
    before = kept.result
    do(services.try_again, kept, on=day("2026-11-20"))
    assert kept.result == before
    do(services.drop_scenario, kept)
    assert db.session.scalars(select(Scenario)).all() == []
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.SCENARIO_DROPPED)).one()


def test_wf_105_a_scenario_is_made_on_its_page_and_marked_everywhere(site):
    a_worker()
    a_worker("王志强", community=build.B)
    site.sign_in("district_reviewer")
    answer = site.submit(site.get("/workforce/scenarios/new"), "form.form", title="上调 5%", pay_percent="5")
    assert answer.status_code == 303
    page = site.get(answer.location)
    assert "不作为定级和发放的依据" in page.text
    assert "薪酬标准 +5%" in page.text
    assert [row.split()[0] for row in page.words("#rows tbody tr")] == ["王志强", "张晓梅"]
    assert page.words("nav.tabs a") == ["全部 2", "增加 2", "减少 0", "不增不减 0", "算不出来 0"]
    assert len(site.get(f"{answer.location}?q=zxm").words("#rows tbody tr")) == 1
    book = openpyxl.load_workbook(BytesIO(site.post(f"{answer.location}/export?view=more").data)).active
    cells = [str(cell.value) for row in book.iter_rows() for cell in row]
    assert any("模拟，不是实际数据" in cell for cell in cells)
    again = site.submit(page, "form[action$='/computation']")
    assert again.status_code == 303
    assert site.submit(site.get(answer.location), "form[action$='/removal']").status_code == 303
    assert site.get(answer.location).status_code == 404


def test_wf_116_the_finance_viewer_sees_what_it_costs_and_no_persons(site):
    a_worker()
    kept = tried(pay_percent="5")
    site.sign_in("finance_viewer")
    page = site.get(f"/workforce/scenarios/{kept.id}")
    assert "五年预算" in page.text
    assert "张晓梅" not in page.text
    assert "人数少，不显示" in page.text
    assert site.post(f"/workforce/scenarios/{kept.id}/export").status_code == 403


def test_wf_105_what_was_tried_becomes_drafts_of_the_documents_and_counts_for_nothing(site):
    a_worker()
    kept, plain = tried(pay_percent="5", rates_percent="2"), tried()
    before = {row.id for row in db.session.scalars(select(RuleScheme))}
    site.sign_in("scheme_admin")
    answer = site.submit(site.get(f"/workforce/scenarios/{kept.id}"), "form[action$='/drafts']")
    assert answer.status_code == 303
    pay, rates = (row for row in db.session.scalars(select(RuleScheme).order_by(RuleScheme.id)) if row.id not in before)
    assert (pay.code, rates.code) == ("workforce.pay", "workforce.insurance")
    assert pay.payload["perf_monthly"] == "1501.50", "1430.00 and five percent"
    assert (pay.published_at, answer.location) == (None, f"/workforce/schemes/{pay.id}/draft")
    assert not site.get(f"/workforce/scenarios/{plain.id}").soup.select("form[action$='/drafts']")
    refused = site.post(f"/workforce/scenarios/{plain.id}/drafts", {"form_token": "a-token-of-its-own"})
    assert (refused.status_code, "没有可以起草的" in refused.text) == (422, True)
    site.sign_in("finance_viewer")
    assert site.post(f"/workforce/scenarios/{kept.id}/drafts").status_code == 403


def test_wf_105_newcomers_need_class_and_grade(site):
    a_worker()
    site.sign_in("scheme_admin")
    answer = site.submit(site.get("/workforce/scenarios/new"), "form.form", title="招人", hires="3")
    assert answer.status_code == 422
    assert "新招人员要选岗位类别、填等级" in answer.text


def test_wf_105_exits_and_certificates_are_named_by_number_and_the_budget_leaves_marked(site):
    worker = a_worker()
    site.sign_in("finance_viewer")
    form = site.get("/workforce/scenarios/new")
    refused = site.submit(form, "#form", title="退出", exits="SQ99999", exits_on="2027-03-31")
    assert (refused.status_code, "没有编号 SQ99999" in refused.text) == (422, True)
    assert site.submit(form, "#form", title="退出", exits="SQ00001").status_code == 422
    asked = {"exits": f"{worker.staff_no}，{worker.staff_no}", "exits_on": "2027-03-31", "certified": worker.staff_no,
             "certified_level": "中级"}  # fmt: skip
    address = site.submit(form, "#form", title="退出", **asked).location
    assert "1 人 2027-03-31 退出；1 人取得中级并登记" in site.get(address).text
    printed = site.get(f"{address}/print")
    assert "模拟，不是实际数据" in printed.text
    assert printed.soup.select_one("svg[role=img] polyline")
    assert "张晓梅" not in printed.text
    book = openpyxl.load_workbook(BytesIO(site.post(f"{address}/budget").data)).active
    cells = [[cell.value for cell in row] for row in book.iter_rows()]
    assert ["模拟", "一个月", "职业津贴", "0.00", "100.00"] in [[f"{c}" for c in row] for row in cells]
    assert any(row[1:3] == ["2027 年", "离开人数"] and str(row[4]) == "1" for row in cells)


def test_wf_105_ratings_by_group_and_person_are_explained_for_each(site):
    worker = a_worker()
    a_worker("王志强", community=build.B)
    site.sign_in("district_reviewer")
    form = site.get("/workforce/scenarios/new")
    refused = site.submit(form, "#form", title="分组", ratings="主任 优秀")
    assert (refused.status_code, "第 1 行：没有岗位类别“主任”" in refused.text) == (422, True)
    asked = {"title": "分组", "ratings": f"工作人员 10-20 优秀\n{worker.staff_no} 不合格"}
    address = site.submit(form, "#form", **asked).location
    page = site.get(address)
    assert "今后每年一般是合格；工作人员 10–20 级优秀；点名 1 人另定等次" in page.text
    rows = {row.split()[0]: row for row in page.words("#rows tbody tr")}
    assert "今后每年不合格（点名），第 5 年 16 → 12 级" in rows["张晓梅"]
    assert "今后每年优秀（工作人员 10–20 级）" in rows["王志强"]
