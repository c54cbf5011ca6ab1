"""The appraisal year from the parts to the rating that the grades count (WF-44, WF-71, WF-95 to WF-104, WF-164)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person
from shuangluan.workforce import services
from shuangluan.workforce.models import (
    AnnualResult,
    AppraisalScore,
    AppraisalYear,
    MeritKind,
    PeerMark,
    PeerTurn,
    Worker,
)
from shuangluan.workforce.queries import months, todo, year_seats, years
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.supplements import is_unserved
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.serving import Manner
from shuangluan.workforce.rules.years import ScoreState, YearState
from tests import build
from tests.kept import kept
from tests.site import fields_of
from tests.workforce.people import a_worker, day, do, items
from tests.workforce.test_surveys import all_answered

NAMES = ("张二", "张三", "张四", "张五", "张一")  # by pinyin
S = ScoreState


@kept
def people(count: int = 5, **more: Any) -> list[Any]:
    """A pool that is large enough for a seat."""
    return [a_worker(name, graded=False, ratings=(), **more) for name in NAMES[:count]]


@kept
def a_year(*, points: dict[int, str] | None = None, answers: str = "很满意", count: int = 60) -> AppraisalYear:
    """2025, with a survey, every month locked and the street's scores (18 each but for `points` by place)."""
    record = do(services.open_year, 2025)
    asked(build.A, count, answers)
    for place, row in enumerate(years.all_scores(record)):
        scored(row, record, (points or {}).get(place, "18"))
    lock_months()
    trained([row.worker for row in years.all_scores(record)])
    return record


def trained(workers: list[Any], hours: int = 40) -> None:
    """Everybody signed in to a course of 2025."""
    said = services.Session(build.A[:6], "社区治理实务", date(2025, 6, 1), "区委党校", hours * 100)
    course = do(services.add_training, said, None)
    do(services.call_workers, course, workers)
    do(services.sign_in, course, {one.id for one in workers}, set(), on=date(2025, 6, 1))


def asked(community: str, count: int, answers: str = "很满意") -> None:
    """A closed round of 2025."""
    first, last = date(2025, 11, 1), date(2025, 11, 30)
    survey = do(services.open_survey, community, opens_on=first, closes_on=last, by="street_staff")
    with clock.frozen(clock.start_of(date(2025, 11, 10))):
        if count:
            all_answered(survey, count, answers)
    do(services.close_survey, survey, by="street_staff")


def scored(row: AppraisalScore, record: AppraisalYear, points: str) -> None:
    do(services.score_street, row, record, dict.fromkeys("德能勤绩廉", points), by="street_staff")


def lock_months(community: str = build.A, by: str = "community_admin") -> None:
    for number in range(1, 13):
        do(
            services.send_months, community, date(2025, number, 1), today=date(2026, 1, 5), viewer=build.viewer(by),
            by=by,
        )  # fmt: skip


@kept
def computed(record: AppraisalYear) -> dict[str, AppraisalScore]:
    do(services.compute_year, record, today=clock.today())
    return rows(record)


def rows(record: AppraisalYear) -> dict[str, AppraisalScore]:
    return {one.worker.person.name: one for one in years.all_scores(record)}


@kept
def published(record: AppraisalYear) -> Any:
    for row in years.all_scores(record):
        if row.state is S.PROPOSED:
            do(services.review_score, row, record, S.PASSED, note="", by="street_staff")
    viewer = build.viewer("district_reviewer")
    return do(services.publish_year, record, place="社区公示栏", on=clock.today(), viewer=viewer)


def served(record: AppraisalYear, on: str = "2026-11-20", *, but: int | None = None) -> None:
    """Everybody published, by the secretary of the community."""
    waiting = [one for one in years.all_scores(record) if is_unserved(one) and one.id != but]
    do(services.serve_scores, waiting, record, how=Manner.HAND, on=day(on), by="community_admin")


def confirmed(record: AppraisalYear, on: str = "2026-12-01", by: str = "district_approver") -> int:
    return do(services.confirm_year, record, on=day(on), by=by)


def test_wf_99_the_parts_come_from_months_survey_and_street_and_say_so(app):
    people()
    row = computed(a_year())["张一"]
    assert row.parts == {"SAT": "100.00", "DAY": "100.00", "STR": "90.00", "PEER": None}
    assert (row.total_x100, row.state) == (9833, S.PROPOSED)
    assert row.lines[:2] == ["居民满意度：全社区有效 60 份，原始 100.00", "日常考核：12 个月计分"]
    assert "同事互评：没有得分，不计入" in row.lines


def test_wf_102_one_seat_for_five_goes_to_the_best_and_the_others_are_合格(app):
    people()
    found = computed(a_year(points={3: "20"}))
    assert {name: row.rating for name, row in found.items()} == dict.fromkeys(NAMES, "合格") | {"张五": "优秀"}
    assert "名额不足" in found["张一"].lines[-1]


def test_wf_100_a_sanction_that_bars_优秀_gives_the_seat_to_the_next(app):
    people()
    best = db.session.scalars(select(Worker).join(Person).where(Person.name == "张五")).one()
    do(
        services.add_merit, best, kind=MeritKind.SANCTION, level="警告", doc_no="双纪〔2025〕1号",
        effective_on=day("2025-03-01"), effective_until=day("2025-08-31"), blocks_excellent=True,
    )  # fmt: skip
    found = computed(a_year(points={3: "20", 0: "19"}))
    assert [name for name, row in found.items() if row.rating == "优秀"] == [NAMES[0]]


def test_wf_102_a_tie_at_the_line_is_below_it_until_the_panel_settles_it_with_a_reason(app):
    people()
    record = a_year()
    found = computed(record)
    assert {(row.rating, row.is_tied, row.has_seat) for row in found.values()} == {("合格", True, False)}
    with pytest.raises(RuleBroken, match="原因"):
        do(services.give_seat, found["张二"], record, reason="")
    do(services.give_seat, found["张二"], record, reason="入户最多")
    assert (found["张二"].rating, found["张二"].lines[-1]) == ("优秀", "评审小组给优秀名额：入户最多")
    with pytest.raises(RuleBroken, match="没有空余"):
        do(services.give_seat, found["张三"], record, reason="也好")
    do(services.withdraw_seat, found["张二"], record, reason="改给张三")
    do(services.give_seat, found["张三"], record, reason="换人")
    assert [one.taken for one in year_seats.pools(record)] == [1]


def test_wf_101_a_pool_under_five_must_join_another(app):
    people(4)
    a_worker("王远", community=build.B, graded=False, ratings=())
    record = a_year()
    asked(build.B, 60)
    lock_months(build.B, "community_admin_2")
    computed(record)
    assert "参评不足 5 人，要指定并入哪一组" in record.pools["refusal"]
    with pytest.raises(RuleBroken, match="名额还没有分"):
        published(record)
    do(services.merge_pool, record, build.B[:9], build.A[:9])
    assert len(computed(record)) == 5
    assert record.pools["seats"] == {build.A[:9]: 1}


def test_wf_99_too_few_parts_hold_a_person_until_they_are_complete(app):
    people()
    record = a_year(count=0, answers="满意")
    row = computed(record)["张一"]
    assert (row.total_x100, row.rating, row.reason, row.state) == (None, "不定等次", "部分缺失", S.HELD)


def test_wf_97_a_veto_needs_its_document_and_is_the_lowest_band(app):
    people()
    record = a_year()
    row = rows(record)["张一"]
    with pytest.raises(RuleBroken, match="文号"):
        do(services.veto_score, row, record, veto="弄虚作假", doc_no="", by="street_staff")
    do(services.veto_score, row, record, veto="弄虚作假", doc_no="双纪〔2025〕1号", by="street_staff")
    assert computed(record)["张一"].rating == "不合格"


def test_wf_98_colleagues_mark_once_and_nothing_says_who_gave_what(app):
    workers = people()
    record = do(services.open_year, 2025)
    found = rows(record)
    for n, worker in enumerate(workers[:4]):
        by = audit.Actor(worker.person_id, worker.person.name, "worker")
        marks = {found["张一"].id: str(80 + n)}
        build.saved(lambda w=worker, m=marks, b=by: services.mark_peers(w, record, m, by=b, at=clock.now()))
    with pytest.raises(RuleBroken, match="已经交过"):
        do(services.mark_peers, workers[1], record, {found["张一"].id: "1"}, by="worker")
    with pytest.raises(RuleBroken, match="只评本社区"):
        do(services.mark_peers, workers[4], record, {found["张一"].id: "100"}, by="worker")
    assert {column.key for column in inspect(PeerMark).columns} == {"id", "score_id", "points_x100"}
    assert {column.key for column in inspect(PeerTurn).columns} == {"id", "year_id", "worker_id"}
    assert years.marks_of(record)[found["张一"].id] == ["80.00", "81.00", "82.00", "83.00"]
    assert computed(record)["张一"].parts["PEER"] == "81.50", "3 or 4 raters: the mean"


def test_wf_44_the_street_reviews_never_the_number_and_doubts_block_the_publicity(app):
    people()
    record = a_year()
    row = computed(record)["张一"]
    with pytest.raises(RuleBroken, match="写明原因"):
        do(services.review_score, row, record, S.DOUBTFUL, note="", by="street_staff")
    do(services.review_score, row, record, S.DOUBTFUL, note="满意度偏高", by="street_staff")
    with pytest.raises(RuleBroken, match="还有 1 人"):
        published(record)
    do(services.review_score, row, record, S.PASSED, note="", by="street_staff")
    posted = published(record)
    assert posted.columns == ["姓名", "社区", "拟定等次"]
    assert [line[0] for line in posted.rows] == list(NAMES), "by community and pinyin, never by rank"
    with pytest.raises(RuleBroken, match="已经公示"):
        computed(record)


def test_wf_3_wf_71_confirmed_by_another_the_ratings_count_for_the_grades(app):
    workers = people()
    record = a_year(points={3: "20"})
    computed(record)
    published(record)
    with pytest.raises(RuleBroken, match="公示"):
        confirmed(record, "2026-11-27")
    with pytest.raises(RuleBroken, match="5 人没有送达"):
        confirmed(record)
    served(record)
    with pytest.raises(RuleBroken, match="测算人"):
        confirmed(record, by="district_reviewer")
    assert facts_of([workers[3].id])[workers[3].id]["results"] == []
    assert confirmed(record) == 5
    assert facts_of([workers[3].id])[workers[3].id]["results"] == [
        {"year": 2025, "rating": "优秀", "confirmed": True}
    ]
    results = db.session.scalars(select(AnnualResult).where(AnnualResult.year == 2025)).all()
    assert {(one.rating, one.total_x100 is None) for one in results} == {("优秀", False), ("合格", False)}
    assert record.state is YearState.CONFIRMED
    with pytest.raises(RuleBroken, match="没有可以确认"):
        confirmed(record)


def test_wf_71_the_ladder_takes_the_confirmed_year(app):
    ladder = a_worker("李阶", ratings=("合格",) * 5, start="2020-03-01")
    people(4)
    record = a_year()
    computed(record)
    published(record)
    served(record)
    confirmed(record)
    batch = do(services.open_batch, year=2025, effective_on=day("2026-01-01"))
    do(services.compute_batch, batch)
    [item] = [one for one in items(batch) if one.worker_id == ladder.id]
    assert (item.to_grade - item.from_grade, "2025 年度考核合格" in item.reason) == (1, True)


def test_wf_104_review_is_asked_in_five_working_days_and_the_quota_holds_after_it(app):
    worker = a_worker(person=build.person("worker"), graded=False, ratings=())
    people(4)
    record = a_year(points={1: "20"})
    computed(record)
    published(record)
    row = rows(record)[worker.person.name]
    with pytest.raises(RuleBroken, match="先签收"):
        do(services.ask_score_review, row, record, text="少算", on=clock.today(), by="worker")
    served(record)
    assert row.review_until == day("2026-11-27")
    with pytest.raises(RuleBroken, match="已经过期"):
        do(services.ask_score_review, row, record, text="少算一次表彰", on=day("2026-11-28"), by="worker")
    with pytest.raises(RuleBroken, match="由本人"):
        do(services.ask_score_review, row, record, text="少算", on=clock.today(), by="community_admin")
    do(services.ask_score_review, row, record, text="少算一次表彰", on=clock.today(), by="worker")
    assert (row.state, row.review_due_on) == (S.REVIEWING, day("2026-12-04"))
    assert confirmed(record) == 4, "the one under review waits"
    with pytest.raises(RuleBroken, match="没有空余的优秀名额"):
        do(services.answer_score_review, row, record, rating="优秀", answer="属实")
    do(services.answer_score_review, row, record, rating="合格", answer="核对过，没有少算")
    assert row.lines[-1] == "复核：维持；核对过，没有少算"
    assert confirmed(record, "2026-12-05") == 1
    assert db.session.scalar(select(AnnualResult.rating).where(AnnualResult.worker_id == worker.id)) == "合格"


def sent(site: Any, address: str, more: dict[str, str]) -> int:
    """The form of a step filled in and sent; the status of the answer."""
    form = site.get(address).soup.select_one("main form")
    return site.post(str(form["action"]), fields_of(form) | more).status_code


def test_an_open_objection_blocks_the_confirmation(site):
    people()
    record = a_year()
    computed(record)
    published(record)
    site.sign_in("district_reviewer")
    address = f"/workforce/appraisals/{record.id}"
    form = site.get(site.get(address).soup.select_one("a[href$='objections/new']")["href"])
    said = {"received_on": "2026-11-20", "content": "张一经常不在岗", "is_anonymous": "y"}
    assert site.submit(form, "main form[action$=new]", **said).status_code == 303
    with pytest.raises(RuleBroken, match="异议"):
        confirmed(record)
    for step, more in (("acceptance", {}), ("finding", {"finding": "not_upheld", "answer": "查过考勤，在岗"})):
        assert sent(site, site.get(address).soup.select_one(f"a[href$={step}]")["href"], more) == 303
    served(record)
    assert confirmed(record) == 5
    assert publicity.current(years.KIND, record.id).state == "concluded"


def test_wf_200_the_pages_of_a_year_by_their_roles(site):
    people()
    site.sign_in("district_reviewer")
    opened = site.submit(site.get("/workforce/appraisals"), "#start", year="2025")
    address = opened.location
    record = db.session.scalars(select(AppraisalYear)).one()
    site.sign_in("street_staff")
    street = site.get(f"{address}/street")
    row = years.all_scores(record)[0]
    bad = site.submit(street, "main form", **{f"p-{row.id}-0": "21"})
    assert bad.status_code == 422
    good = {f"p-{row.id}-{n}": "19" for n in range(5)}
    assert site.submit(bad, "main form", **good).status_code == 303
    assert site.get(f"{address}/pools").status_code == 403
    lock_months()
    site.sign_in("district_reviewer")
    assert site.submit(site.get(address), "form[action$=computation]").status_code == 303
    page = site.get(address)
    assert page.words("tbody tr")[-5].startswith("张二 万和城")
    assert "数据不全" in page.text
    detail = site.get(f"/workforce/appraisals/scores/{row.id}")
    assert "街道年度评价：95.00，权重 15%" in detail.text
    site.sign_in("street_staff_2")
    assert site.get(f"/workforce/appraisals/scores/{row.id}").status_code == 404
    site.sign_in("finance_viewer")
    assert site.get(address).status_code == 403


def test_wf_116_the_worker_reads_her_published_year_and_asks_for_a_review(site):
    a_worker(person=build.person("worker"), graded=False, ratings=())
    people(4)
    record = a_year()
    computed(record)
    site.sign_in("worker")
    assert "2025 年度考核" not in site.get("/workforce/me/appraisal").text, "nothing before it is published"
    published(record)
    page = site.get("/workforce/me/appraisal")
    assert "合计：加权" in page.text
    assert page.soup.select_one("a[href$=review]") is None, "签收 comes first"
    page = site.get(site.submit(page, "form[action$=receipt]").location)
    ask = site.get(page.soup.select_one("a[href$=review]")["href"])
    assert site.submit(ask, "#form", note="少算一次表彰").status_code == 303
    viewer = build.viewer("district_reviewer")
    found = db.session.execute(todo.todo(viewer, clock.now())).all()
    assert [one.note for one in found if one.step == "workforce.answer"] == ["申请复核年度考核"]
    site.sign_in("district_reviewer")
    link = site.get(f"/workforce/appraisals/{record.id}").soup.select_one("a[href$=answer]")["href"]
    assert sent(site, link, {"rating": "合格", "answer": "核对无误"}) == 303
    site.sign_in("worker")
    assert "答复：核对无误" in site.get("/workforce/me/appraisal").text


def test_wf_98_the_phone_page_of_the_colleagues(site):
    a_worker(person=build.person("worker"), graded=False, ratings=())
    people(4)
    record = do(services.open_year, 2025)
    site.sign_in("worker")
    page = site.get("/workforce/me/appraisal/peers")
    assert page.words("form label") == list(NAMES[:4])
    assert site.submit(page, "#form").status_code == 422
    first = page.soup.select_one("#form input.in")["name"]
    assert site.submit(page, "#form", **{first: "90"}).status_code == 303
    assert site.get("/workforce/me/appraisal/peers").status_code == 404
    assert list(years.marks_of(record).values()) == [["90.00"]]


def test_wf_164_a_street_whose_scores_hardly_differ_is_told(app):
    people()
    record = a_year(points={3: "18.1"})
    computed(record)
    assert [one.warnings for one in year_seats.pools(record)] == [[
        "总分 98.33–98.42，相差不到 5 分，请核对是否拉开了差距",
        "街道评价 90.00–90.50，相差不到 5 分，请核对是否拉开了差距",
    ]]
    assert months.plan_on(date(2025, 12, 31))["components"][0]["code"] == "SAT"
    assert sentences.SENTENCES[sentences.YEAR_COMPUTED] == "计分并拟定等次"


def test_the_year_costs_the_same_for_one_and_for_many(site, counting):
    people(1)
    record = do(services.open_year, 2025)
    do(services.compute_year, record, today=clock.today())
    site.sign_in("district_reviewer")
    address = f"/workforce/appraisals/{record.id}"
    site.get(address)
    with counting() as one:
        site.get(address)
    for name in NAMES[1:]:
        a_worker(name, graded=False, ratings=())
    do(services.compute_year, record, today=clock.today())
    assert len(rows(record)) == 5
    with counting() as many:
        site.get(address)
    assert len(many) == len(one) <= 14
