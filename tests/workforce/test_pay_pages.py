"""The pages of a pay month: explained line by line, locked by another, sums without persons (WF-90, WF-116, WF-221)."""

from io import BytesIO

import openpyxl
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import PayLine, PayRun
from shuangluan.workforce.rules import sentences
from tests import build
from tests.workforce.payrolls import a_run, locked, own_documents
from tests.workforce.people import a_batch, a_worker, approved, day, do, rate

PAY = "/workforce/pay"


def test_wf_90_a_month_from_its_computation_to_the_lock_by_two_accounts(site):
    own_documents()
    a_worker()
    site.sign_in("district_reviewer")
    answer = site.submit(site.get(PAY), "form.form", month="2026-01")
    assert answer.status_code == 303
    page = site.get(answer.location)
    row = page.words("#rows tbody tr")[0]
    assert row.startswith("张晓梅 万和城 工作人员 12")
    assert "应发 " in page.text
    assert site.get(f"{answer.location}/lock").status_code == 403
    site.sign_in("district_approver")
    assert site.get("/").words("main .rows a.btn") == ["锁定"]
    done = site.submit(site.get(f"{answer.location}/lock"), "form.asking")
    assert site.get(done.location).words("#toasts") == ["2026-01 已锁定，共 1 人"]
    assert db.session.scalars(select(PayRun)).one().locked_at is not None
    assert "重新计算" not in site.get(answer.location).text


def test_wf_90_samples_are_marked_on_page_and_workbook_and_the_lock_says_why_not(site):
    a_worker()
    run = a_run()
    site.sign_in("district_approver")
    page = site.get(f"{PAY}/{run.id}")
    assert "不得用于发放" in page.text
    button = page.soup.select_one("button[disabled]")
    assert "示例" in button["title"]
    answer = site.post(f"{PAY}/{run.id}/export?view=all")
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(answer.data)).active.iter_rows() for cell in row]
    assert any("不得用于发放" in str(cell) for cell in cells)
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.PAY_EXPORTED)).one()
    refused = site.submit(site.get(f"{PAY}/{run.id}/lock"), "form.asking")
    assert refused.status_code == 422
    assert "示例" in refused.text


def test_wf_90_a_slip_explains_every_figure_and_takes_a_deduction(site):
    own_documents()
    a_worker()
    run = a_run()
    line = db.session.scalars(select(PayLine).where(PayLine.run_id == run.id)).one()
    site.sign_in("district_reviewer")
    address = f"/workforce/pay-lines/{line.id}"
    assert "养老保险：基数" in site.get(address).text
    form = site.get(f"{address}/typing")
    wrong = site.submit(form, "form.asking", deduction="100", reason="")
    assert (wrong.status_code, "扣款要写原因" in wrong.text) == (422, True)
    assert site.submit(form, "form.asking", deduction="100.00", reason="事假 2 天").status_code == 303
    assert "扣款：100.00 元（事假 2 天）" in site.get(address).text
    worker = line.worker_id
    basis = site.get(f"/workforce/workers/{worker}/pay-basis")
    assert site.submit(basis, "form.asking", average="5000").status_code == 303
    kept = {"old_pay": "9000", "counted_from": "2026-01-01", "doc_no": "号"}
    assert site.submit(site.get(f"/workforce/workers/{worker}/retained-pay"), "form.asking", **kept).status_code == 303
    site.submit(site.get(f"{PAY}/{run.id}"), "form[action$='/computation']")
    told = site.get(address).text
    assert "基数 5000.00" in told
    assert "保留差额" in told


def test_wf_93_what_closed_months_owe_is_listed_and_decided_by_the_approver(site):
    own_documents()
    worker = a_worker()
    rate(worker, 2025, "合格")
    approved(a_batch())
    locked("2026-01-01")
    do(services.keep_retained, worker, counted_from=day("2026-01-01"), old_pay="9000", doc_no="号")
    site.sign_in("district_approver")
    assert "等决定的差额（1 人）" in site.get(PAY).text
    page = site.get(f"{PAY}/owed")
    assert "2026-01（+" in page.words("#rows tbody tr")[0]
    link = page.soup.select_one("a[href*='/workers/'][href$='/arrears']")["href"]
    form = site.get(link)
    assert "2026-01：+" in form.text
    answer = site.submit(form, "form.asking", months="2026-01-01", pays="no", basis="双人社〔2026〕9号")
    assert answer.status_code == 303
    assert site.get(f"{PAY}/owed").words("#rows tbody tr") == []


def test_wf_116_the_finance_viewer_reads_sums_and_no_persons(site):
    own_documents()
    for n in range(5):
        a_worker(f"李海{'一二三四五'[n]}")
    a_worker("王志强", community=build.B)
    locked("2026-01-01")
    site.sign_in("finance_viewer")
    page = site.get("/workforce/pay-totals")
    assert "王志强" not in page.text
    assert page.text.count("人数少，不显示") == 2, "a street of one, and the other from which it could be reckoned"
    assert "按岗位类别" in page.text
    for hidden in (PAY, f"{PAY}/1", "/workforce/pay-lines/1"):
        assert site.get(hidden).status_code == 403
    assert site.get("/workforce/pay-totals?month=2020-01").status_code == 404


def test_wf_2_a_worker_reads_her_own_locked_months_and_nobody_elses(site):
    own_documents()
    a_worker(person=build.person("worker"))
    a_worker("李海燕")
    site.sign_in("worker")
    assert "还没有锁定的月份" in site.get("/workforce/me/pay").text
    locked("2026-01-01")
    told = site.get("/workforce/me/pay").text
    assert "2026-01" in told
    assert told.count("实发：") == 1
    site.sign_in("community_admin")
    assert site.get(PAY).status_code == 403


def test_the_list_of_a_month_costs_the_same_for_one_and_for_many(site, counting):
    own_documents()
    a_worker()
    run = a_run()
    site.sign_in("district_org")
    site.get(f"{PAY}/{run.id}")
    with counting() as one:
        site.get(f"{PAY}/{run.id}")
    for n in range(4):
        a_worker(f"李海{'一二三四'[n]}")
    do(services.compute_run, run)
    with counting() as many:
        page = site.get(f"{PAY}/{run.id}?view=all&sort=name&desc=1")
    assert len(many) == len(one)
    assert len(page.words("#rows tbody tr")) == 5
    assert site.get(f"{PAY}/{run.id}?sort=net").status_code == 400


def test_wf_221_bases_arrears_and_totals_are_lists_and_workbooks(site):
    own_documents()
    worker = a_worker(ratings=("合格",) * 6)
    do(services.set_basis, worker, year=2026, average="3617.00")
    locked("2026-01-01")
    approved(a_batch())
    a_run("2026-02-01")
    site.sign_in("district_reviewer")
    assert site.get("/workforce/pay-bases").words("#rows tbody tr") == ["SQ00001 张晓梅 万和城社区 2026 3617.00 已登记"]
    [row] = site.get("/workforce/arrears").words("#rows tbody tr")
    assert "2026-01 补发 36.00 36.00" in row
    assert "2026-02" in row
    for address, name in (("pay-bases", "缴费工资"), ("arrears", "补发明细"), ("pay-totals", "薪酬总额")):
        answer = site.post(f"/workforce/{address}/export")
        assert openpyxl.load_workbook(BytesIO(answer.data)).active["A1"].value == name
    site.sign_in("finance_viewer")
    assert site.post("/workforce/pay-totals/export").status_code == 200
    assert site.get("/workforce/arrears").status_code == 403
