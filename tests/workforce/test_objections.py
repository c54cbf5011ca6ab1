"""公示 of a batch with objections, and 复核 that workers ask for themselves (WF-3, WF-45, WF-104, WF-166)."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Objection
from shuangluan.kernel.publicity import Channel, Finding, Objector
from shuangluan.workforce import services
from shuangluan.workforce.models import ReviewRequest, ReviewSubject
from shuangluan.workforce.queries import todo
from shuangluan.workforce.queries.objections import BATCH
from shuangluan.workforce.rules.states import BatchState, ItemState
from tests import build
from tests.site import fields_of
from tests.workforce.people import APPROVAL, a_batch, a_worker, day, deed, do, items, published

GOOD = ("合格",) * 6
SAID = {"answer": "经核实无误"}


def raised(batch, item=None, *, content="年限有出入", by="street_staff", objector=None, on="2026-11-20"):
    values = {"received_on": day(on), "channel": Channel.IN_PERSON, "content": content, "objector": objector}
    found: Objection = do(services.object_to, batch, item, values=values, by=by)
    return found


def answered(site, link, **typed):
    """The form of an answer, filled in and sent."""
    form = site.get(link).soup.select_one("form.asking")
    return site.post(form["action"], fields_of(form) | typed)


def two_published():
    a_worker("张晓梅", ratings=GOOD)
    a_worker("李海燕", ratings=GOOD)
    batch = a_batch()
    published(batch)
    return batch, *items(batch)


def approve(batch):
    return do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="district_approver")


def test_wf_45_an_anonymous_objection_keeps_nothing_and_holds_its_item_alone(app):
    batch, one, other = two_published()
    found = raised(batch, one)
    assert (found.is_anonymous, found.name, found.phone) == (True, None, None)
    assert (one.state, other.state) == (ItemState.DISPUTED, ItemState.PUBLISHED)
    assert str(found.due_on) == "2026-12-04", "ten working days"
    with pytest.raises(RuleBroken, match="异议"):
        approve(batch)


def test_wf_45_an_objection_upheld_takes_its_item_out_and_the_rest_goes_on(app):
    batch, one, _ = two_published()
    found = raised(batch, one, objector=Objector("王某某", "13811112222"))
    with pytest.raises(RuleBroken, match="先受理"):
        do(services.decide, found, batch, finding=Finding.UPHELD, answer="属实")
    do(services.accept, found)
    do(services.decide, found, batch, finding=Finding.UPHELD, answer="年限重复计算，属实")
    assert one.state is ItemState.REMOVED
    assert approve(batch) == 1
    assert batch.state is BatchState.APPROVED
    assert publicity.current(BATCH, batch.id).closed_at is not None


def test_wf_45_an_item_with_two_objections_goes_on_after_the_second_answer(app):
    batch, one, _ = two_published()
    first, second = raised(batch, one), raised(batch, one, content="学历不对")
    do(services.decline, first, reason="没有线索，无法核实")
    assert one.state is ItemState.DISPUTED
    do(services.accept, second)
    do(services.decide, second, batch, finding=Finding.NOT_UPHELD, answer="学信网核验无误")
    assert one.state is ItemState.PUBLISHED
    assert approve(batch) == 2


def test_wf_166_an_objection_to_the_whole_list_stops_the_approval_too(app):
    batch, one, _ = two_published()
    found = raised(batch, None, on="2026-11-20")
    assert (one.state, found.subject) == (ItemState.PUBLISHED, "名单整体")
    with pytest.raises(RuleBroken, match="1 条异议没有办结"):
        approve(batch)
    with pytest.raises(RuleBroken, match="公示期"):
        raised(batch, None, on="2026-11-19")


def test_wf_3_nobody_answers_an_objection_about_himself(app):
    a_worker("某某", ratings=GOOD, person=build.person("district_org"))
    batch = a_batch()
    published(batch)
    found = raised(batch, items(batch)[0])
    with pytest.raises(RuleBroken, match="自己"):
        do(services.accept, found, by="district_org")


def test_wf_45_a_list_sent_back_is_withdrawn_and_hangs_again_with_a_new_period(app):
    batch, one, _ = two_published()
    found = raised(batch, one)
    with pytest.raises(RuleBroken, match="异议没有办结"):
        do(services.send_back, batch, reason="改名单")
    do(services.decline, found, reason="撤回")
    do(services.send_back, batch, reason="改名单")
    assert publicity.current(BATCH, batch.id) is None
    do(services.publish_batch, batch, on=day("2026-11-23"), place="公示栏")
    assert [str(each.until) for each in publicity.rounds(BATCH, batch.id)] == ["2026-11-30", "2026-11-27"]


def test_wf_45_objections_on_their_page_from_the_register_to_the_answer(site):
    batch, one, _ = two_published()
    address = f"/workforce/batches/{batch.id}"
    site.sign_in("street_staff")
    form = site.get(f"{address}/objections")
    answer = site.submit(form, "form.asking", item=str(one.id), content="年限有出入", is_anonymous="y", name="王某某")
    assert answer.status_code == 303
    page = site.get(f"{address}/publicity")
    assert "匿名" in page.text
    assert "王某某" not in page.text
    assert not page.soup.select("a[href$='/acceptance']"), "the street registers, the district answers"
    site.sign_in("district_reviewer")
    rows = db.session.execute(todo.todo(build.viewer("district_reviewer"), clock.now())).all()
    assert ("workforce.objection", batch.id) in [(row.step, row.record_id) for row in rows]
    link = site.get(f"{address}/publicity").soup.select_one("a[href$='/acceptance']")["href"]
    assert site.submit(site.get(link), "form.asking").status_code == 303
    link = site.get(f"{address}/publicity").soup.select_one("a[href$='/finding']")["href"]
    assert answered(site, link, finding="not_upheld").status_code == 422
    assert answered(site, link, finding="not_upheld", **SAID).status_code == 303
    assert "不成立：经核实无误" in site.get(f"{address}/publicity").text
    assert site.get(f"{address}/objections/999/finding").status_code == 404


def test_wf_200_a_worker_objects_and_asks_for_a_review_on_her_phone_and_reads_the_answers(site):
    worker = a_worker("本人", ratings=GOOD, person=build.person("worker"))
    batch = a_batch()
    published(batch)
    site.sign_in("worker")
    assert site.submit(site.get("/workforce/me/objection"), "form.form", content="少算了一年").status_code == 303
    asked = {"subject": "pay", "content": "津贴少了"}
    assert site.submit(site.get("/workforce/me/review"), "form.form", **asked).status_code == 303
    again = site.submit(site.get("/workforce/me/review"), "form.form", **asked)
    assert (again.status_code, "还没有答复" in again.text) == (422, True)
    told = site.get("/workforce/me").text
    assert "异议：少算了一年" in told
    assert "复核薪酬：津贴少了" in told
    found = db.session.scalars(select(Objection)).one()
    do(services.accept, found)
    do(services.decide, found, batch, finding=Finding.NOT_UPHELD, answer="2020 年不满一年")
    site.sign_in("district_reviewer")
    link = site.get("/workforce/reviews").soup.select_one("a[href$='/answer']")["href"]
    assert answered(site, link, finding="upheld", **SAID).status_code == 303
    site.sign_in("worker")
    told = site.get("/workforce/me").text
    assert "不成立：2020 年不满一年" in told
    assert "成立：经核实无误" in told
    site.sign_in("street_staff")
    assert site.get("/workforce/reviews").status_code == 403
    assert worker.person_id == found.entered_by_id


def test_wf_104_a_review_is_asked_for_oneself_and_answered_once_by_another(app):
    worker = a_worker("本人", person=build.person("worker"))
    ask = {"subject": ReviewSubject.GRADE, "content": "少一级", "on": day("2026-11-20")}
    with pytest.raises(RuleBroken, match="自己"):
        do(services.ask_review, worker, **ask, by="community_admin")
    asked: ReviewRequest = do(services.ask_review, worker, **ask, by="worker")
    assert str(asked.due_on) == "2026-12-04"
    with pytest.raises(RuleBroken, match="自己"):
        do(services.answer_review, asked, finding=Finding.UPHELD, answer="是", by="worker")
    do(services.answer_review, asked, finding=Finding.NOT_UPHELD, answer="无误")
    with pytest.raises(RuleBroken, match="答复过"):
        do(services.answer_review, asked, finding=Finding.UPHELD, answer="是")
    assert deed()["by"].id == asked.answered_by_id
