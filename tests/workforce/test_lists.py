"""名单与分析: every list has as many as it says, poor results, structure without small groups (WF-116, WF-221)."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from shuangluan.kernel import clock
from shuangluan.workforce import services
from shuangluan.workforce.queries.lists import chapters
from shuangluan.workforce.queries.structure import DIMENSIONS
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.states import WorkerState
from shuangluan.workforce.tables import FactLine
from tests import build
from tests.workforce.people import a_worker, day, do

STRUCTURE = "/workforce/structure"


def rows(site: Any, address: str) -> list[str]:
    return list(site.get(address).words("#rows tbody tr"))


def test_wf_221_every_list_opens_with_exactly_as_many_as_the_page_says(site: Any):
    a_worker("李一", start="2022-03-01", ratings=("合格", "合格", "基本合格", "不合格"), graded=False)
    gone = a_worker("赵走", ratings=(), graded=False)
    do(services.leave_worker, gone, services.Departure(ExitKind.RESIGNED, day("2026-06-30"), "辞〔2026〕1号"))
    site.sign_in("district_reviewer")
    assert site.get("/workforce/lists").words("main h2")[:4] == ["名册", "到期和退休", "考核和培训", "离职原因"]
    found = chapters(build.viewer("district_reviewer"), None, clock.today())
    told = [one for chapter in found for one in chapter.entries]
    counts = {entry.label: int(count) for entry, count in told}
    assert (counts["花名册"], counts["辞职"], counts["连续两年基本合格以下"], counts["学时不足"]) == (1, 1, 1, 1)
    for entry, count in told:
        assert len(rows(site, entry.address)) == min(int(count), 50 if "staffing" in entry.address else 20), entry.label


def test_wf_221_two_years_in_a_row_are_the_last_two_and_confirmed(site: Any):
    a_worker("李先", start="2022-03-01", ratings=("基本合格", "不合格", "合格"), graded=False)
    a_worker("王隔", start="2022-03-01", ratings=("基本合格", "合格", "基本合格"), graded=False)
    a_worker("周连", start="2022-03-01", ratings=("合格", "不合格", "基本合格"), graded=False)
    site.sign_in("street_staff")
    assert [["周连" in row] for row in rows(site, "/workforce/poor-results")] == [[True]]
    assert len(rows(site, "/workforce/poor-results?view=once")) == 2
    assert len(rows(site, "/workforce/poor-results?view=ever")) == 2
    site.sign_in("community_staff")
    assert site.get("/workforce/poor-results").status_code == 403


def test_wf_221_the_groups_of_a_place_add_up_to_its_workers(site: Any):
    a_worker("李一", ratings=(), graded=False)
    a_worker("王二", ratings=(), graded=False, level="大专")
    a_worker("周三", ratings=(), graded=False, community=build.B)
    site.sign_in("district_org")
    for key, dimension in DIMENSIONS.items():
        for row in rows(site, f"{STRUCTURE}/{key}?view=community"):
            total, *groups = (int(word) for word in row.split()[1:])
            assert sum(groups) == total, (key, row)
            assert len(groups) == len(dimension.groups)
    assert site.get(f"{STRUCTURE}/height").status_code == 404
    assert site.post(f"{STRUCTURE}/education/export").status_code == 200


def test_wf_116_who_sees_sums_alone_gets_no_small_group_and_no_community(site: Any):
    for name in ("李一", "李二", "李三", "李四", "李五", "李六"):
        a_worker(name, ratings=(), graded=False, level="大专" if name == "李六" else "本科")
    site.sign_in("finance_viewer")
    shown = rows(site, f"{STRUCTURE}/education")
    assert ["不足 5 或不显示" in row for row in shown] == [True]
    assert " 1 " not in shown[0]
    assert rows(site, f"{STRUCTURE}/education?view=community") == []
    assert site.get("/workforce/lists").status_code == 403
    assert site.post(f"{STRUCTURE}/education/export").status_code == 403


def test_wf_201_a_contract_that_is_over_is_marked_as_the_design_marks_what_is_late():
    row = SimpleNamespace(signed_until=date(2026, 10, 31), is_last=True, state=WorkerState.ACTIVE)
    marked = FactLine(row, date(2026, 11, 20)).contract_end
    assert marked == ("2026-10-31 到期未续", "late")
    assert f".due.{marked[1]}" in (Path(__file__).resolve().parents[2] / "static" / "app.css").read_text("utf-8")
