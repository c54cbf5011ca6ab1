"""After the list: held results, service with receipt, 复核 and its swap, exports (WF-44, WF-87, WF-101, WF-104)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce import services
from shuangluan.workforce.models import AnnualResult, AppraisalSupplement, Basis, Worker
from shuangluan.workforce.queries import supplements, todo, years
from shuangluan.workforce.queries.supplements import SUPPLEMENT
from shuangluan.workforce.rules.serving import Manner
from shuangluan.workforce.rules.years import ScoreState
from tests import build
from tests.workforce.people import a_worker, cleared, day, do
from tests.workforce.test_years import (
    a_year,
    computed,
    confirmed,
    people,
    published,
    rows,
    sent,
    served,
)

S = ScoreState


def held_year() -> Any:
    """2025 published, with 张一 held back under investigation."""
    people()
    record = a_year()
    row = computed(record)["张一"]
    do(services.review_score, row, record, S.HELD, note="正在接受调查", by="street_staff")
    published(record)
    return record


def test_wf_44_a_held_result_is_completed_later_and_published_alone(app):
    record = held_year()
    row = rows(record)["张一"]
    assert row.state is S.HELD
    viewer = build.viewer("district_reviewer")
    with pytest.raises(RuleBroken, match="没有恢复以后"):
        do(services.publish_supplement, record, place="公示栏", on=clock.today(), viewer=viewer)
    do(services.score_street, row, record, dict.fromkeys("德能勤绩廉", "12"), by="street_staff")
    do(services.review_score, row, record, S.PROPOSED, note="调查结束，没有问题", by="street_staff")
    assert row.parts["STR"] == "60.00", "scored again by the facts as they are now"
    assert "要有空余名额" in row.lines[-1], "no seat by itself after the list of the others"
    do(services.review_score, row, record, S.PASSED, note="", by="street_staff")
    with pytest.raises(RuleBroken, match="不能再改"):
        do(services.score_street, rows(record)["张二"], record, {}, by="street_staff")
    made = do(services.publish_supplement, record, place="公示栏", on=clock.today(), viewer=viewer)
    assert publicity.current(SUPPLEMENT, made.id).rows == [["张一", "万和城社区", "合格"]]
    served(record)
    assert confirmed(record) == 4, "the first list goes its own way"
    with pytest.raises(RuleBroken, match="测算人"):
        do(services.confirm_supplement, made, record, on=day("2026-12-01"))
    assert do(services.confirm_supplement, made, record, on=day("2026-12-01"), by="district_approver") == 1
    ratings = db.session.scalars(select(AnnualResult.rating).where(AnnualResult.year == 2025)).all()
    assert len(ratings) == 5
    assert row.state is S.CONFIRMED


def test_wf_44_the_later_list_on_its_pages_with_its_own_objections(site):
    record = held_year()
    row = rows(record)["张一"]
    site.sign_in("street_staff")
    address = f"/workforce/appraisals/{record.id}"
    page = site.get(address)
    assert "恢复计分" in page.text
    assert sent(site, f"/workforce/appraisals/scores/{row.id}/release", {"note": "已查清"}) == 303
    assert sent(site, f"/workforce/appraisals/scores/{row.id}/pass", {}) == 303
    site.sign_in("district_reviewer")
    assert "补充公示 1 人" in site.get(address).text
    put_up = site.submit(site.get(f"{address}/supplement"), "main form", place="社区公示栏")
    assert put_up.status_code == 303
    made = db.session.scalars(select(AppraisalSupplement)).one()
    later = f"/workforce/appraisals/supplements/{made.id}"
    asked = site.get(site.get(later).soup.select_one("a[href$='objections/new']")["href"])
    said = {"received_on": "2026-11-20", "content": "情况不实", "is_anonymous": "y"}
    assert site.submit(asked, "main form[action$=new]", **said).status_code == 303
    assert publicity.open_objections(SUPPLEMENT, made.id) == 1
    assert publicity.open_objections(years.KIND, record.id) == 0, "the first list is another one"
    for step, more in (("acceptance", {}), ("finding", {"finding": "not_upheld", "answer": "查过，属实"})):
        link = site.get(later).soup.select_one(f"a[href$={step}]")["href"]
        assert sent(site, link, more) == 303
    assert "张一" in site.get(f"{later}/notice").text
    site.sign_in("street_staff_2")
    assert "张一" not in site.get(later).text.split("人员</h2>")[-1]


def test_wf_104_a_result_is_served_once_and_not_by_oneself(app):
    worker = a_worker(person=build.person("community_admin"), graded=False, ratings=())
    people(4)
    record = a_year()
    lock = rows(record)[worker.person.name]
    computed(record)
    published(record)
    with pytest.raises(RuleBroken, match="自己的结果"):
        served(record)
    served(record, but=lock.id)
    with pytest.raises(RuleBroken, match="已经送达"):
        do(services.serve_scores, [rows(record)["张二"]], record, how=Manner.HAND, on=day("2026-11-20"))
    with pytest.raises(RuleBroken, match="送达不能更早"):
        do(services.serve_scores, [lock], record, how=Manner.LEFT, on=day("2026-11-19"))
    do(services.acknowledge_score, lock, record, by="community_admin")
    assert (lock.served_how, lock.served_on, lock.review_until) == ("phone", day("2026-11-20"), day("2026-11-27"))
    with pytest.raises(RuleBroken, match="已经签收"):
        do(services.acknowledge_score, lock, record, by="community_admin")


def test_wf_101_after_复核_an_extra_优秀_takes_the_seat_of_another_who_is_served_anew(app):
    worker = a_worker(person=build.person("worker"), graded=False, ratings=())
    people(4)
    record = a_year(points={1: "20"})
    computed(record)
    published(record)
    served(record)
    row, holder = rows(record)[worker.person.name], rows(record)["张二"]
    assert holder.has_seat
    do(services.ask_score_review, row, record, text="表彰没有算", on=clock.today(), by="worker")
    with pytest.raises(RuleBroken, match="只能在同组"):
        do(services.answer_score_review, row, record, rating="优秀", answer="属实", swap=rows(record)["张三"])
    do(services.answer_score_review, row, record, rating="优秀", answer="属实，补记表彰", swap=holder)
    assert (row.rating_before, row.rating, row.has_seat) == ("合格", "优秀", True)
    assert row.lines[-1] == "复核：由合格更正为优秀；属实，补记表彰"
    assert (holder.rating_before, holder.rating, holder.has_seat, holder.served_on) == ("优秀", "合格", False, None)
    assert confirmed(record) == 4, "who gave up the seat is served anew first"
    served(record, on="2026-11-20")
    assert holder.review_until == day("2026-11-27")
    assert confirmed(record) == 1


def test_wf_104_moved_and_promoted_within_the_year_one_result_months_stay(app):
    people()
    moved = db.session.scalars(select(Worker).order_by(Worker.id)).first()
    record = a_year()
    cleared(moved)
    for community, position, start in ((build.B, "党组织书记", "2025-12-01"), (build.A, "专职工作者", "2026-01-10")):
        post = services.Post(community, position, Basis.HIRED, day(start), day(start), "双任〔2025〕9号")
        do(services.appoint, moved, post, by="district_reviewer")
    found = computed(record)[moved.person.name]
    assert found.community == build.B, "the pool is that of 31 December"
    assert any(line.startswith("年内岗位变动：工作人员 334 天，正职 31 天") for line in found.lines)
    assert found.lines[1].startswith("日常考核：12 个月计分") or "日常考核：12 个月计分" in found.lines
    assert len([one for one in years.all_scores(record) if one.worker_id == moved.id]) == 1


def test_wf_104_the_secretary_ticks_who_was_served_and_the_worker_signs_on_the_phone(site):
    worker = a_worker(person=build.person("worker"), graded=False, ratings=())
    people(4)
    record = a_year()
    computed(record)
    published(record)
    own, other = rows(record)[worker.person.name], rows(record)["张二"]
    site.sign_in("community_admin")
    page = site.get(f"/workforce/appraisals/{record.id}/service")
    assert page.words("#view-unserved") == ["未送达 5"]
    assert site.submit(page, "#serve", how="hand", on="2026-11-20").status_code == 422, "nobody was ticked"
    answer = site.submit(page, "#serve", how="hand", on="2026-11-20", pick=str(other.id))
    assert answer.status_code == 303
    assert "当面签收" in site.get(f"{answer.location}?view=served").text
    assert supplements.is_unserved(own)
    mine = db.session.execute(todo.todo(build.viewer("worker"), clock.now())).all()
    assert [one.step for one in mine] == ["workforce.own_result"]
    site.sign_in("worker")
    page = site.get("/workforce/me/appraisal")
    assert site.submit(page, "form[action$=receipt]").status_code == 303
    assert db.session.execute(todo.todo(build.viewer("worker"), clock.now())).all() == []
    site.sign_in("district_reviewer")
    assert "3 人未送达" in site.get(f"/workforce/appraisals/{record.id}").text
    assert "手机签收" in site.get(f"/workforce/appraisals/scores/{own.id}").text


def test_wf_200_the_sheet_of_a_person_and_the_summary_say_no_rank(site):
    people()
    record = a_year()
    row = computed(record)["张一"]
    site.sign_in("district_org")
    sheet = site.get(f"/workforce/appraisals/scores/{row.id}/sheet")
    assert "居民满意度" in sheet.text
    assert "怎么算的" in sheet.text
    answer = site.submit(site.get(f"/workforce/appraisals/{record.id}"), "form[action*=export]")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    site.sign_in("community_staff")
    assert site.post(f"/workforce/appraisals/{record.id}/export", {}).status_code == 403


def test_wf_44_a_street_passes_all_who_wait_at_once_and_doubts_stay(app):
    people()
    record = a_year()
    found = computed(record)
    do(services.review_score, found["张二"], record, S.DOUBTFUL, note="再核对", by="street_staff")
    assert do(services.pass_scores, list(found.values()), record, by="street_staff") == 4
    assert {name for name, row in found.items() if row.state is S.PASSED} == {"张一", "张三", "张四", "张五"}
    with pytest.raises(RuleBroken, match="没有待审核"):
        do(services.pass_scores, list(found.values()), record, by="street_staff")
