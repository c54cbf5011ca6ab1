"""The month's grid and its pages: cells that save themselves, sending, answering (WF-44, WF-97)."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import Conflict, RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import AppraisalMonth, Basis, DailyEntry
from shuangluan.workforce.queries import months
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.daily import MonthState
from tests import build
from tests.workforce.people import a_worker, cleared, day, do

GRID = "/workforce/appraisals/months?month=2026-11"
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
END = datetime(2026, 11, 30, 16, 0, tzinfo=clock.CST)


def written(worker: Any, text: str = "-2 迟到两次", *, item: str = "ATTEND", month: date = NOVEMBER, **more: Any):
    said = {"seen": None, "may_settle": False, "today": clock.today(), "by": "community_admin"} | more
    return do(services.write_cell, worker, month, item, text, **said)


def sent(worker: Any, month: date = OCTOBER) -> AppraisalMonth:
    do(
        services.send_months, worker.community, month, today=clock.today(),
        viewer=build.viewer("community_admin"), by="community_admin",
    )  # fmt: skip
    return months.record_of(worker.id, month)


def line(worker: Any, month: date = NOVEMBER) -> Any:
    return months.month_line(worker, month, clock.today())


def own_worker() -> Any:
    return a_worker(person=build.person("worker"))


def test_wf_97_a_cell_keeps_points_and_reason_with_its_trail(app):
    worker = a_worker()
    written(worker)
    written(worker, "+1 区级表彰", item="DOUBLE")
    assert (line(worker).score, line(worker).typed("ATTEND")) == ("99.00", "-2 迟到两次")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.DAILY_WRITTEN)).all()
    assert [one.changes.get("ATTEND") for one in entries] == [["", "-2 迟到两次"], None]
    written(worker, "")
    assert line(worker).score == "100.00", "emptied: the month is 100 and the 1 above it is cut off"
    assert db.session.scalar(select(DailyEntry.item)) == "DOUBLE"


def test_wf_168_who_saw_an_older_line_is_told_so(app):
    worker = a_worker()
    written(worker, seen=0)
    with pytest.raises(Conflict, match="刚被别人改过"):
        written(worker, "-1 缺席", item="MEETING", seen=0)


def test_wf_3_nobody_enters_points_for_himself_or_a_relative(app):
    worker = a_worker(person=build.person("community_admin"))
    with pytest.raises(RuleBroken, match="自己"):
        written(worker)
    other = a_worker("李海燕")
    do(services.declare_relative, other, build.person("community_staff"), "配偶")
    with pytest.raises(RuleBroken, match="亲属"):
        written(other, by="community_staff")


def test_wf_44_a_month_goes_to_the_worker_and_locks_itself_after_three_working_days(app):
    worker = a_worker()
    record = sent(worker)
    assert (record.confirm_until, record.is_estimated) == (day("2026-11-25"), False), "three working days after Friday"
    with pytest.raises(RuleBroken, match="已交本人确认"):
        written(worker, month=OCTOBER)
    with clock.frozen(build.later(days=6)), pytest.raises(RuleBroken, match="已经锁定"):
        written(worker, month=OCTOBER, today=clock.today())
    with pytest.raises(RuleBroken, match="全部"):
        sent(worker)


def test_wf_44_an_objection_is_settled_by_the_street_and_then_the_month_never_changes(app):
    worker = own_worker()
    written(worker, month=OCTOBER)
    record = sent(worker)
    with pytest.raises(RuleBroken, match="本人确认"):
        do(services.answer_month, record, worker, objection="没有迟到", today=clock.today(), by="community_admin")
    do(services.answer_month, record, worker, objection="只迟到一次", today=clock.today(), by="worker")
    with pytest.raises(RuleBroken, match="由街道"):
        written(worker, "-1 迟到一次", month=OCTOBER)
    written(worker, "-1 迟到一次", month=OCTOBER, may_settle=True, by="street_staff")
    do(services.settle_month, record, worker, finding="调了监控，迟到一次", by="street_staff")
    assert (record.state, line(worker, OCTOBER).score) == (MonthState.LOCKED, "99.00")
    with pytest.raises(RuleBroken, match="没有要核实"):
        do(services.settle_month, record, worker, finding="再改", by="street_staff")


def test_wf_104_a_month_stays_with_the_community_in_which_it_was_begun(app):
    worker = a_worker()
    written(worker, month=OCTOBER)
    cleared(worker, "2026-10-20")
    post = services.Post(build.B, "专职工作者", Basis.HIRED, day("2026-11-10"))
    do(services.appoint, worker, post)
    viewer, today = build.viewer("district_org"), clock.today()
    assert [one.name for one in months.month_lines(build.A, OCTOBER, today, viewer=viewer)] == ["张晓梅"]
    assert months.month_lines(build.A, NOVEMBER, today, viewer=viewer) == []


def test_wf_104_the_community_of_the_month_goes_on_entering_it(site):
    a_worker("李海燕")
    worker = a_worker()
    written(worker, month=OCTOBER)
    cleared(worker, "2026-10-20")
    do(services.appoint, worker, services.Post(build.B, "专职工作者", Basis.HIRED, day("2026-11-10")))
    october = GRID.replace("11", "10")
    site.sign_in("community_admin")
    box = site.get(october).soup.select_one(f"#p-{worker.id}-VISIT")
    assert site.post(box["hx-post"], {box["name"]: "-1 漏访", f"v-{worker.id}": "2"}, htmx=True).status_code == 200
    site.sign_in("community_admin_2")
    assert site.post(box["hx-post"], {box["name"]: "-9 漏访", f"v-{worker.id}": "3"}, htmx=True).status_code == 404


def test_wf_200_the_grid_saves_a_cell_by_itself(site):
    worker = a_worker()
    site.sign_in("community_admin")
    page = site.get(GRID)
    box = page.soup.select_one(f"#p-{worker.id}-ATTEND")
    answer = site.post(box["hx-post"], {box["name"]: "-2 迟到两次", f"v-{worker.id}": "0"}, htmx=True)
    assert answer.status_code == 200
    assert "98.00" in answer.text
    assert "已存" in answer.text
    again = site.post(box["hx-post"], {box["name"]: "-3 迟到三次", f"v-{worker.id}": "0"}, htmx=True)
    assert again.status_code == 409
    assert "刚被别人改过" in again.text
    wrong = site.post(box["hx-post"], {box["name"]: "迟到", f"v-{worker.id}": "1"}, htmx=True)
    assert wrong.status_code == 422
    assert "先写分数" in wrong.text
    assert "98.00" in wrong.text


def test_wf_201_without_scripts_the_whole_grid_is_one_form_all_or_nothing(site):
    first, second = a_worker(), a_worker("李海燕")
    site.sign_in("community_staff")
    one, two = f"p-{first.id}-ATTEND", f"p-{second.id}-VISIT"
    bad = site.submit(site.get(GRID), "form[action*=months]:has(table)", **{one: "-2 迟到两次", two: "没去"})
    assert bad.status_code == 422
    assert bad.words("#esum li") == ["先写分数再写缘由，如“-2 迟到两次”“+1 区级表彰”"]
    assert bad.soup.select_one(f"#{two}")["value"] == "没去"
    assert line(first).score == "100.00"
    good = site.submit(bad, "form[action*=months]:has(table)", **{two: "-1 漏访"})
    assert good.status_code == 303
    assert (line(first).score, line(second).score) == ("98.00", "99.00")


def test_wf_3_who_may_enter_for_whom(site):
    worker = a_worker()
    site.sign_in("community_admin_2")
    assert site.get(GRID).status_code == 404, "another community has nobody here"
    address = f"/workforce/appraisals/workers/{worker.id}/cell?month=2026-11&item=ATTEND"
    assert site.post(address, {f"p-{worker.id}-ATTEND": "-2 迟到", f"v-{worker.id}": "0"}).status_code == 404
    do(services.declare_relative, worker, build.person("community_staff"), "配偶")
    site.sign_in("community_staff")
    grid = site.get(GRID)
    assert (grid.soup.select("input[name^=p-]"), "本人或亲属，由别人填" in grid.text) == ([], True)
    site.sign_in("auditor")
    assert not site.get(GRID).soup.select("input[name^=p-]")
    assert site.post(address).status_code == 403
    site.sign_in("finance_viewer")
    assert site.get(GRID).status_code == 403


@pytest.mark.parametrize("month", ["2026-12", "2016-12", "2026", "x"])
def test_a_month_outside_the_list_is_a_400(site, month):
    a_worker()
    site.sign_in("community_admin")
    assert site.get(f"/workforce/appraisals/months?month={month}").status_code == 400


def test_wf_44_the_worker_confirms_or_objects_on_her_phone(site):
    worker = own_worker()
    written(worker, month=OCTOBER)
    site.sign_in("community_admin")
    assert "disabled" in str(site.get(GRID).soup.select_one(".head .btn.pri")), "the running month is not over"
    october = GRID.replace("11", "10")
    assert site.submit(site.get(october), "form[action*=sending]").status_code == 303
    site.sign_in("worker")
    page = site.get("/workforce/me/appraisal")
    assert page.words("section.box p")[0] == "98.00"
    assert "2026-11-25 24:00" in page.text
    objection = site.get(page.soup.select_one("a[href$=objection]")["href"])
    assert site.submit(objection, "#form", note="").status_code == 422
    assert site.submit(objection, "#form", note="只迟到一次").status_code == 303
    site.sign_in("street_staff")
    settle = site.get(site.get(october).soup.select_one("a[href$=settlement]")["href"])
    assert site.submit(settle, "form:has(textarea)", note="情况属实").status_code == 303
    site.sign_in("worker")
    assert "街道核实：情况属实" in site.get("/workforce/me/appraisal").text


def test_wf_200_the_month_as_a_workbook(site):
    worker = a_worker()
    written(worker)
    site.sign_in("street_staff")
    answer = site.submit(site.get(GRID), "form[action*=export]")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(row[0] == "张晓梅" and "-2" in row and "98.00" in row for row in cells)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.DAILY_EXPORTED)).one()
    assert entry.changes["rows"] == 1


def test_the_grid_costs_the_same_for_one_and_for_many(site, counting):
    written(a_worker())
    site.sign_in("community_admin")
    site.get(GRID)
    with counting() as one:
        site.get(GRID)
    for n in range(4):
        written(a_worker(f"李海{'一二三四'[n]}"))
    with counting() as many:
        site.get(GRID)
    assert len(many) == len(one) <= 9


def test_wf_118_months_begun_in_a_community_that_is_empty_now_are_ended_by_its_street(site):
    worker = a_worker()
    written(worker, month=OCTOBER)
    site.sign_in("street_staff")
    address = f"/workforce/appraisals/months?month=2026-10&area={build.A}"
    assert site.get(address).soup.select_one("form[action*=sending]") is None, "the secretary's, as long as she works"
    with pytest.raises(RuleBroken, match="才由街道代交"):
        do(
            services.send_months, build.A, OCTOBER, today=clock.today(), viewer=build.viewer("street_staff"),
            by="street_staff",
        )  # fmt: skip
    post = services.Post(build.B, "专职工作者", Basis.HIRED, day("2026-11-01"), day("2026-11-01"), "双任〔2026〕5号")
    cleared(worker, "2026-10-30")
    do(services.appoint, worker, post)
    page = site.get(address)
    assert "张晓梅" in page.text, "the month stays where it was begun (WF-104)"
    assert site.submit(page, "form[action*=sending]").status_code == 303
    assert months.record_of(worker.id, OCTOBER).state is MonthState.SENT
