"""后台任务: seen, called off and fetched by its owner alone; a long list goes the same way as a short one (D24)."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, jobs, sheets
from shuangluan.kernel.models import AuditEntry, Job
from tests import build
from tests.conftest import NOW


@pytest.fixture
def asked(site, monkeypatch) -> str:
    """The address of the job that writes a list which is too long for a request."""
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    for number in range(3):
        build.an_appeal(f"路灯 {number}")
    site.sign_in("community_admin")
    answer = site.submit(site.get("/grid/appeals?view=all&q=路灯&col=title"), "#export")
    assert answer.status_code == 303
    return answer.location


def test_a_long_list_is_written_beside_and_is_the_same_list(site, asked):
    assert "排队中" in site.get(asked).text
    jobs.run_next()
    page = site.get(asked)
    assert "做好了" in page.text
    answer = site.get(f"{asked}/file")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "诉求")
    assert [row[0] for row in rows[head + 1 :]] == ["路灯 2", "路灯 1", "路灯 0"]
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.changes["rows"], entry.actor_name) == ("grid.appeals.exported", 3, "演示社区书记")


def test_its_owner_alone_sees_it_calls_it_off_and_fetches_it(site, asked):
    site.sign_in("community_staff")
    for address in (asked, f"{asked}/progress", f"{asked}/file"):
        assert site.get(address).status_code == 404
    assert site.post(f"{asked}/cancellation").status_code == 404
    assert "没有后台任务" in site.get("/jobs").text
    site.sign_in("community_admin")
    assert "导出诉求事件台账" in site.get("/jobs").text
    assert site.submit(site.get(asked), "#cancel").status_code == 303
    assert jobs.run_next() is False
    assert "还没开始就取消了" in site.get(asked).text
    assert site.post(f"{asked}/cancellation").status_code == 422


def test_after_an_hour_its_file_is_gone_and_the_page_says_so(site, asked):
    jobs.run_next()
    with clock.frozen(NOW + jobs.RESULT_LIFE):
        site.sign_in("community_admin")
        assert "已经清除" in site.get(asked).text
        assert site.get(f"{asked}/file").status_code == 422


@pytest.mark.parametrize("busy", [True, False])
def test_the_page_renews_itself_once_it_has_ended(site, asked, busy: bool):
    if not busy:
        jobs.run_next()
    answer = site.get(f"{asked}/progress", htmx=True)
    assert answer.headers.get("HX-Refresh") == (None if busy else "true")


def test_a_broken_one_says_what_happened(site, asked, monkeypatch):
    monkeypatch.setattr("shuangluan.grid.views.register.MOST_OF_A_SHEET", 1)
    jobs.run_next()
    assert "一张表装不下" in site.get(asked).text
    assert db.session.scalars(select(Job.state)).one() == "failed"
