"""人员名册 as of a past day: who was employed then, what had been verified and recorded by then (WF-20, WF-200)."""

from datetime import datetime, timedelta
from typing import Any

from shuangluan.kernel import clock
from shuangluan.workforce import services
from shuangluan.workforce.rules.leaving import ExitKind
from tests.workforce.people import a_worker, day, do

LIST = "/workforce/workers"


def row(site: Any, name: str, query: str) -> str:
    """The row of somebody; empty where he is not on the list."""
    found = [words for words in site.get(f"{LIST}?{query}").words("#rows tbody tr") if name in words]
    return found[0] if found else ""


def at(text: str) -> datetime:
    return clock.start_of(day(text)) + timedelta(hours=9)


def test_the_roster_of_a_past_day_knows_only_what_was_known_then(site: Any):
    with clock.frozen(at("2025-02-03")):
        a_worker("王早", start="2020-03-01")
    with clock.frozen(at("2026-06-01")):
        late = a_worker("李晚", start="2024-03-01", ratings=("合格",))
        gone = a_worker("赵走", start="2020-03-01")
        do(services.leave_worker, gone, services.Departure(ExitKind.RESIGNED, day("2026-06-10"), "辞〔2026〕1号"))
    site.sign_in("district_reviewer")
    assert "12 级" in row(site, "王早", "as_of=2025-06-30")
    then = row(site, "李晚", "as_of=2025-06-30")
    assert "级 " not in then
    assert "本科" not in then
    assert "级" in row(site, "李晚", "as_of=2026-06-30")
    assert "在册" in row(site, "赵走", "as_of=2026-06-09")
    assert row(site, "赵走", "as_of=2026-06-10") == ""
    assert "已退出" in row(site, "赵走", "as_of=2026-06-10&view=left")
    assert row(site, "李晚", "as_of=2024-02-29&view=all") == ""
    page = site.get(f"{LIST}?as_of=2025-06-30")
    assert "这是当天的名册" in page.text
    assert all("as_of=2025-06-30" in tab["href"] for tab in page.soup.select(".tabs a[href*='view=']"))
    assert late.id


def test_a_day_that_is_none_or_to_come_is_refused(site: Any):
    site.sign_in("district_reviewer")
    for text in ("2026-13-01", "2026-11-21", "昨天"):
        assert site.get(f"{LIST}?as_of={text}").status_code == 400
    assert site.get(f"{LIST}?as_of=2026-11-20").status_code == 200
