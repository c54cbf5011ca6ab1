"""两代表一委员: days, who may be recommended, persons and seats, pages, workbook (WF-21, WF-163, WF-220)."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import period_of, values
from shuangluan.workforce import services
from shuangluan.workforce.models import Delegate, Worker
from shuangluan.workforce.queries.figures import figures
from shuangluan.workforce.registers import DELEGATES
from shuangluan.workforce.rules.delegates import (
    DelegateKind,
    DelegateRules,
    Seat,
    Standing,
    check_days,
    check_is_committee,
    check_level,
    standing,
)
from tests import build
from tests.workforce.people import a_worker, day, deed, do

RULES = DelegateRules(("副主任", "委员"), ("区", "市"))
TODAY = date(2026, 11, 20)
LIST = "/workforce/delegates"


def a_seat(recommended_on: str = "2025-06-01", elected_on: str = "", ended_on: str = "", **more: Any) -> Seat:
    said = {"kind": DelegateKind.CONGRESS, "level": "区", "term": "第九届", "reason": ""} | more
    days = [day(one) if one else None for one in (elected_on, ended_on)]
    return Seat(recommended_on=day(recommended_on), elected_on=days[0], ended_on=days[1], **said)


@pytest.mark.parametrize(
    ("elected_on", "ended_on", "expected"),
    [
        (None, None, Standing.RECOMMENDED), (date(2026, 11, 21), None, Standing.RECOMMENDED),
        (date(2026, 11, 20), None, Standing.SEATED), (date(2026, 1, 1), date(2026, 11, 20), Standing.SEATED),
        (date(2026, 1, 1), date(2026, 11, 19), Standing.ENDED), (None, date(2026, 11, 19), Standing.MISSED),
        (None, date(2026, 11, 20), Standing.RECOMMENDED),
    ],
)  # fmt: skip
def test_wf_220_a_seat_is_open_from_the_election_to_its_last_day(elected_on: Any, ended_on: Any, expected: Standing):
    assert standing(elected_on, ended_on, TODAY) is expected


@pytest.mark.parametrize(
    ("seat", "field"),
    [
        (a_seat("2026-11-21"), "recommended_on"), (a_seat("2026-06-01", "2026-05-31"), "elected_on"),
        (a_seat("2026-06-01", "2026-11-21"), "elected_on"), (a_seat("2026-06-01", "", "2026-05-31"), "ended_on"),
        (a_seat("2026-06-01", "2026-07-01", "2026-06-30"), "ended_on"),
    ],
)  # fmt: skip
def test_days_out_of_order_or_to_come_are_refused_at_their_field(seat: Seat, field: str):
    with pytest.raises(RuleBroken) as broken:
        check_days(seat, TODAY)
    assert broken.value.field == field


def test_only_the_last_day_may_be_known_beforehand():
    check_days(a_seat("2026-06-01", "2026-07-01", "2031-06-30"), TODAY)


def test_wf_220_only_members_of_the_committees_are_recommended_at_the_levels_in_force():
    check_is_committee(["专职工作者", "委员"], RULES, TODAY)
    with pytest.raises(RuleBroken, match="不是社区“两委”成员"):
        check_is_committee(["专职工作者"], RULES, TODAY)
    with pytest.raises(RuleBroken, match="区、市"):
        check_level("省", RULES)


def a_member(name: str = "李委员", **more: Any) -> Worker:
    return a_worker(name, position="委员", ratings=(), graded=False, **more)


def register(worker: Worker, seat: Seat) -> Delegate:
    found: Delegate = do(services.recommend_delegate, worker, seat)
    return found


def counted(area: str | None = None) -> dict[str, int]:
    viewer = build.viewer("district_org")
    found = values(figures(viewer, area, period_of("", clock.today()), clock.now()))
    return {one.figure.key: one.count for one in found if "delegate" in one.figure.key}


def test_wf_163_one_person_with_two_seats_is_one_person_and_two_seats(app: Any):
    member, other = a_member(), a_member("王推荐", community=build.B)
    register(member, a_seat(elected_on="2025-08-01"))
    register(member, a_seat(elected_on="2025-08-01", kind=DelegateKind.PARTY))
    register(other, a_seat())
    expected = {"worker.delegates": 1, "worker.delegate_seats": 2, "worker.delegates_unseated": 1}
    assert counted() == expected
    assert counted(build.B) == {"worker.delegates": 0, "worker.delegate_seats": 0, "worker.delegates_unseated": 1}


def test_a_seat_is_registered_once_and_only_for_who_was_of_the_committee_that_day(app: Any):
    member = a_member()
    first = register(member, a_seat())
    with pytest.raises(RuleBroken, match="已经登记过"):
        register(member, a_seat())
    with pytest.raises(RuleBroken, match="不是社区“两委”成员"):
        register(member, a_seat("2020-02-29", term="第八届"))
    do(services.change_delegate, first, member, a_seat(elected_on="2025-08-01"))
    assert counted()["worker.delegates"] == 1
    do(services.change_delegate, first, member, a_seat(elected_on="2025-08-01", ended_on="2026-11-19"))
    assert counted()["worker.delegates"] == 0
    do(services.remove_delegate, first)
    assert db.session.scalars(select(Delegate)).all() == []


def test_from_the_recommendation_to_the_seat_on_pages(site: Any):
    member = a_member()
    site.sign_in("street_staff")
    said = {"worker_id": str(member.id), "kind": "congress", "level": "区", "term": "第九届",
            "recommended_on": "2026-11-21", "reason": "群众基础好"}  # fmt: skip
    page = site.get(site.get(LIST).soup.select_one("a[href$='/delegates/new']")["href"])
    refused = site.submit(page, "#form", **said)
    assert refused.status_code == 422
    assert "推荐日期不能晚于今天" in refused.text
    address = site.submit(page, "#form", **said | {"recommended_on": "2026-06-01"}).location
    assert "登记了两代表一委员推荐" in site.get(address).text
    assert site.submit(site.get(f"{address}/edit"), "#form", elected_on="2026-08-01").status_code == 303
    assert [row for row in site.get(LIST).words("#rows tbody tr") if "李委员" in row and "在任" in row]
    assert site.get(f"/workforce/workers/{member.id}").soup.select_one(f"a[href$='/new?worker={member.id}']")
    sheet = site.get(f"{address}/sheet")
    assert "没有处分在影响期：由区级核对，这里不计" in sheet.text
    assert "人大代表人选推荐表" in sheet.text
    assert "138****2222" in sheet.text
    site.sign_in("street_staff_2")
    assert site.get(address).status_code == 404
    site.sign_in("community_staff")
    assert site.get(address).status_code == 200
    assert site.get(f"{address}/edit").status_code == 403
    site.sign_in("district_reviewer")
    assert site.submit(site.get(f"{address}/removal"), "form.asking").status_code == 303
    assert site.get(address).status_code == 404


def test_a_workbook_adds_changes_and_comes_back_unchanged(app: Any):
    member, viewer = a_member(), build.viewer("street_staff")
    row = {"staff_no": member.staff_no, "name": "李委员", "kind": "congress", "level": "区", "term": "第九届",
           "recommended_on": day("2025-06-01")}  # fmt: skip
    strange = row | {"name": "别人"}
    lost = row | {"staff_no": "SQ99999"}
    answers = DELEGATES.look([row, strange, lost], viewer, clock.now())
    assert [[key for key, _ in one.problems] for one in answers] == [[], ["name"], ["staff_no"]]
    made = build.saved(lambda: DELEGATES.add(row, deed()["by"], clock.now()))
    known = DELEGATES.look([row], viewer, clock.now())[0].standing
    assert known is not None
    assert known.id == made
    assert {key: known.values[key] for key in row} == row
    build.saved(lambda: DELEGATES.change(made, {"elected_on": day("2025-08-01")}, deed()["by"], clock.now()))
    assert counted()["worker.delegates"] == 1


def test_wf_220_the_export_has_the_columns_that_an_import_takes(site: Any):
    register(a_member(), a_seat(elected_on="2025-08-01"))
    site.sign_in("street_staff")
    answer = site.post(f"{LIST}/export")
    heads = {str(cell.value) for row in openpyxl.load_workbook(BytesIO(answer.data)).active.iter_rows() for cell in row}
    required = {one.label for one in DELEGATES.fields(build.viewer("street_staff"), TODAY) if one.required}
    assert required <= heads


def test_wf_220_the_establishment_lists_every_urban_community_with_its_workers(site: Any):
    a_member()
    site.sign_in("district_org")
    rows = site.get("/workforce/staffing").words("#rows tbody tr")
    assert len(rows) == 28
    assert [row.split()[2] for row in rows].count("1") == 1
    assert site.post("/workforce/staffing/export").status_code == 200


def test_wf_200_a_channel_lists_who_meets_its_conditions_and_what_the_others_lack(site: Any):
    good = a_worker("李合格", position="委员", ratings=("合格",) * 6, graded=False, political_status="中共党员")
    a_worker("王缺证", position="委员", ratings=("合格",) * 5, graded=False, political_status="中共党员")
    a_worker("赵群众", ratings=("合格",) * 6, graded=False)
    register(good, a_seat(kind=DelegateKind.PARTY))
    site.sign_in("street_staff")
    found = {view: site.get(f"/workforce/channels?channel=party&view={view}").words("#rows tbody tr")
             for view in ("met", "unchecked", "unmet")}  # fmt: skip
    assert [len(rows) for rows in found.values()] == [1, 1, 1]
    assert "李合格" in found["met"][0]
    assert "2025 年度没有确认的考核结果" in found["unchecked"][0]
    assert "不是中共党员" in found["unmet"][0] or "登记政治面貌" in found["unmet"][0]
    assert site.get("/workforce/channels?channel=luck").status_code == 400
    assert site.get("/workforce/channels?view=unmet").location == "/workforce/channels?view=unmet&channel=party"
    assert len(site.get(f"{LIST}?view=recommended&verdict=met&level=区").words("#rows tbody tr")) == 1
    assert site.get(f"{LIST}?view=recommended&verdict=unmet").words("#rows tbody tr") == []
    assert site.get(f"{LIST}?level=省级").status_code == 400
    site.sign_in("district_reviewer")
    assert "背景联审" in site.get("/workforce/channels?channel=party&view=unchecked").text
    assert site.post("/workforce/channels/export?channel=party&view=unmet").status_code == 200
