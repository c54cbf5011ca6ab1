"""A clerk brings two thousand rows in: from the file to the result and back, with scripts, and a small one without."""

import io
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.kernel import jobs
from tests.walks.conftest import inside

HEAD = (
    "序号", "来源", "工单编号", "反映内容", "问题类别", "所属社区", "小区", "来电时间", "来电人", "联系电话", "科室",
)  # fmt: skip


def sheet(rows: int) -> dict[str, Any]:
    """A sheet as the hotline sends it, with a mistake in every hundredth row."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("11月")
    page.merge_range(0, 0, 0, len(HEAD) - 1, "2026年11月热线转办情况登记表")
    page.write_row(1, 0, HEAD)
    for number in range(1, rows + 1):
        category = "没有的类别" if number % 100 == 0 else "邻里纠纷"
        values = (
            number, "12345热线", f"RX{number:06d}", "楼道里堆放杂物", category, "万和城", "御景园", "2026.11.19 8:30",
            "张　三", "13800000012", "一科",
        )  # fmt: skip
        page.write_row(number + 1, 0, values)
    page.write_row(rows + 2, 0, ("合计", rows))
    book.close()
    return {"name": "热线转办.xlsx", "mimeType": "application/octet-stream", "buffer": target.getvalue()}


def work(live: Any) -> None:
    """What the process beside does."""
    with inside(live):
        while jobs.run_next():
            pass


def appeals(live: Any) -> int:
    """How many there are."""
    with inside(live):
        return db.session.scalar(select(func.count()).select_from(Appeal)) or 0


@pytest.mark.browser
def test_two_thousand_rows_come_in_and_go_again(live, people):
    clerk = people("community_admin")
    page = clerk.page
    clerk.open("/grid/appeals")
    page.click("a:has-text('导入') >> nth=-1")
    page.set_input_files("#file", sheet(2000))
    page.click("button:has-text('上传并核对')")
    page.wait_for_selector("text=排队中")
    work(live)
    page.wait_for_selector("#match-form")  # the page renews itself
    clerk.shoot("import-matching")
    page.click("button:has-text('核对每一行')")
    page.wait_for_selector("#progress .note")
    work(live)
    page.wait_for_selector("nav.counts")
    clerk.shoot("import-preview")
    assert page.locator("nav.counts b").all_inner_texts() == ["2,000", "1,980", "0", "20", "0"]
    page.click("nav.counts a:has-text('改好才能导入')")
    page.wait_for_selector("td.x .err")
    assert "没有的类别" in page.inner_text("td.x")
    page.click(".bar button.pri")
    page.wait_for_selector("#progress .note")
    work(live)
    page.wait_for_selector("text=写好了")
    assert appeals(live) == 1980
    page.click("button:has-text('撤回整批导入')")
    page.wait_for_selector("#progress .note")
    work(live)
    page.wait_for_selector("text=已整批撤回")
    assert appeals(live) == 0


@pytest.mark.browser
def test_the_same_without_scripts_and_on_a_phone(live, people):
    clerk = people("community_admin", scripts=False, phone=True)
    page = clerk.page
    clerk.open("/imports/new?register=appeals")
    page.set_input_files("#file", sheet(3))
    page.click("button:has-text('上传并核对')")
    here = page.url
    work(live)
    page.click("a:has-text('看进展')")
    page.click("button:has-text('核对每一行')")
    work(live)
    page.goto(here)
    page.click("tbody button:has-text('不写入') >> nth=0")
    page.click(".bar button.pri")
    work(live)
    page.goto(here)
    assert "写好了" in page.inner_text("main")
    assert appeals(live) == 2
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1]
