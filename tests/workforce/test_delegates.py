"""两代表一委员: recommended, elected, ended; persons are not seats (WF-21, WF-115, WF-117, WF-163, WF-220)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, figures
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import period_of
from shuangluan.workforce import registers, services
from shuangluan.workforce.models import Basis, Delegate, Worker
from shuangluan.workforce.queries import figures as own_figures
from shuangluan.workforce.queries.delegates import seats_of
from shuangluan.workforce.rules.delegates import DelegateKind, Standing, standing
from tests import build
from tests.workforce.people import a_worker, day, deed, do

LIST = "/workforce/delegates"


def leader(name: str = "张晓梅") -> Worker:
    return a_worker(name, position="党组织书记", graded=False, ratings=())


def recommended(worker: Worker, kind: DelegateKind = DelegateKind.PARTY, **more: Any) -> Delegate:
    said = {"level": "区", "term": "六届", "recommended_on": day("2026-03-01"), "reason": "群众认可"} | more
    found: Delegate = do(services.recommend_delegate, worker, services.Recommendation(kind, **said))
    return found


def counted(key: str) -> int:
    period = period_of("2026", clock.today())
    listed = own_figures.figures(build.viewer("district_reviewer"), None, period, clock.now())
    return next(one.count for one in figures.values(listed) if one.figure.key == key)


def test_wf_220_a_seat_is_open_from_the_election_to_its_last_day():
    told = (day("2026-03-01"), day("2026-06-30"))
    assert [standing(*told, day(one)) for one in ("2026-02-28", "2026-03-01", "2026-06-30", "2026-07-01")] == [
        Standing.RECOMMENDED, Standing.SEATED, Standing.SEATED, Standing.ENDED,
    ]  # fmt: skip
    assert standing(None, day("2026-06-30"), day("2026-07-01")) is Standing.MISSED


def test_wf_163_one_person_with_two_seats_is_one_person_and_two_seats(app: Any):
    worker, other = leader(), leader("李海燕")
    for kind in (DelegateKind.PARTY, DelegateKind.CONGRESS):
        do(services.seat_delegate, recommended(worker, kind), elected_on=day("2026-04-01"), on=clock.today())
    recommended(other)
    assert len(seats_of(worker.id)) == 2
    assert (counted("worker.delegates"), counted("worker.recommended")) == (1, 1)
    do(services.end_delegate, seats_of(worker.id)[0], ended_on=day("2026-05-01"))
    assert counted("worker.delegates") == 1
    do(services.end_delegate, seats_of(worker.id)[1], ended_on=day("2026-05-01"))
    assert counted("worker.delegates") == 0


def test_only_the_committees_are_recommended_once_a_seat_and_never_by_oneself(app: Any):
    hired = a_worker("赵新", graded=False, ratings=())
    with pytest.raises(RuleBroken, match="不担任社区“两委”职务"):
        recommended(hired)
    worker = leader()
    with pytest.raises(RuleBroken, match="不担任社区“两委”职务"):
        recommended(worker, recommended_on=day("2019-01-01"))
    recommended(worker)
    with pytest.raises(RuleBroken, match="已经登记过"):
        recommended(worker)
    with pytest.raises(RuleBroken, match="不能早于推荐日期 2026-03-01"):
        do(services.seat_delegate, seats_of(worker.id)[0], elected_on=day("2026-02-01"), on=clock.today())
    own = a_worker(person=build.person("street_staff"), position="委员", graded=False, ratings=())
    with pytest.raises(RuleBroken, match="不能推荐自己"):
        do(services.recommend_delegate, own, services.Recommendation(DelegateKind.PARTY, "区", "六届",
           day("2026-03-01")), by="street_staff")  # fmt: skip


def test_a_recommendation_on_pages_with_its_sheet(site: Any):
    worker = leader()
    site.sign_in("street_staff")
    form = site.get(site.get(f"/workforce/workers/{worker.id}").soup.select_one("a[href*='/delegates/new']")["href"])
    said = {"kind": "congress", "level": "区", "term": "六届", "recommended_on": "2026-03-01", "reason": "群众认可"}
    wrong = site.submit(form, "#form", **said, staff_no="SQ99999")
    assert (wrong.status_code, "没有这个编号" in wrong.text) == (422, True)
    address = site.submit(form, "#form", **said).location
    ask = site.get(site.get(address).soup.select_one("a[href$='/seat']")["href"])
    assert site.submit(ask, "form.asking", elected_on="2026-12-01").status_code == 422
    assert site.submit(ask, "form.asking", elected_on="2026-04-01").status_code == 303
    assert "在任" in site.get(address).text
    sheet = site.get(f"{address}/sheet").text
    assert "区人大代表人选推荐表" in sheet
    assert "13811112222" not in sheet
    assert "人大代表" in site.get(LIST).text
    assert site.post(f"{LIST}/export?view=all").status_code == 200
    site.sign_in("community_staff")
    assert site.get(f"{LIST}/new").status_code == 403
    site.sign_in("street_staff_2")
    assert site.get(address).status_code == 404


def test_wf_117_a_workbook_brings_a_seat_once_and_changes_its_dates(app: Any):
    worker = leader()
    row = {
        "staff_no": worker.staff_no, "kind": "party", "level": "区", "term": "六届",
        "recommended_on": day("2026-03-01"), "elected_on": day("2026-04-01"),
    }  # fmt: skip
    viewer = build.viewer("street_staff")
    register = registers.DELEGATES
    assert register.look([row, row | {"staff_no": "SQ99999"}], viewer, clock.now())[1].problems
    made = build.saved(lambda: register.add(row, deed()["by"], clock.now()))
    standing_now = register.look([row | {"elected_on": day("2026-02-01")}], viewer, clock.now())[0]
    assert standing_now.standing is not None
    assert (standing_now.standing.id, standing_now.problems[0][0]) == (made, "elected_on")
    build.saved(lambda: register.change(made, {"elected_on": None}, deed()["by"], clock.now()))
    assert db.session.scalars(select(Delegate)).one().elected_on is None
    build.saved(lambda: register.remove(made, deed()["by"], clock.now()))
    assert seats_of(worker.id) == []


def test_an_appointed_member_may_be_recommended(app: Any):
    worker = a_worker(graded=False, ratings=())
    do(services.appoint, worker, services.Post(build.A, "委员", Basis.ELECTED, day("2024-01-01")))
    assert recommended(worker).level == "区"
