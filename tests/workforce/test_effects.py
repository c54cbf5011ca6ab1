"""What follows from a bad year: proposed, decided by a person, ended; the register (WF-103, WF-162)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce import services
from shuangluan.workforce.models import AppraisalEffect, Basis, Worker
from shuangluan.workforce.queries import todo
from shuangluan.workforce.queries.effects import own_effects
from shuangluan.workforce.rules.effects import EffectKind, EffectState
from tests import build
from tests.workforce.people import a_worker, day, do, rate
from tests.workforce.test_years import sent

K, S = EffectKind, EffectState
GOOD = ("合格",) * 5


def bad(*ratings: str, **more: Any) -> Worker:
    """A worker of 2020, good until 2024, then as told from 2025 on (the last two years count as now)."""
    worker = a_worker("李改", ratings=GOOD[: 6 - len(ratings)], graded=False, **more)
    for year, rating in enumerate(ratings, 2026 - len(ratings)):
        rate(worker, year, rating)
    return worker


def steps(worker: Worker) -> dict[EffectKind, AppraisalEffect]:
    rows = select(AppraisalEffect).where(AppraisalEffect.worker_id == worker.id)
    return {one.kind: one for one in db.session.scalars(rows)}


def test_wf_103_a_confirmed_基本合格_proposes_a_talk_a_plan_and_a_look_back_and_years_long_past_nothing(app):
    worker = bad("基本合格")
    found = steps(worker)
    assert {(one.kind, one.due_on.isoformat(), one.state) for one in found.values()} == {
        (K.TALK, "2026-12-20", S.PROPOSED), (K.PLAN, "2026-12-20", S.PROPOSED), (K.LOOK_BACK, "2027-05-20", S.PROPOSED),
    }  # fmt: skip
    rate(a_worker("王旧", ratings=(), graded=False), 2023, "不合格")
    assert db.session.scalars(select(AppraisalEffect.year).distinct()).all() == [2025]


def test_wf_103_a_person_decides_and_ends_with_words_and_never_about_himself(app):
    worker = bad("基本合格")
    talk = steps(worker)[K.TALK]
    said = {"said": "街道副主任与本人谈话", "due_on": day("2026-12-10"), "today": clock.today()}
    with pytest.raises(RuleBroken, match="写明决定"):
        do(services.decide_effect, talk, **(said | {"said": ""}), by="street_staff")
    with pytest.raises(RuleBroken, match="不能早于今天"):
        do(services.decide_effect, talk, **(said | {"due_on": day("2026-11-19")}), by="street_staff")
    with pytest.raises(RuleBroken, match="不能改为“已办结”"):
        do(services.finish_effect, talk, outcome="谈了", on=clock.today(), by="street_staff")
    assert own_effects(worker) == [], "a draft is not shown to her"
    do(services.decide_effect, talk, **said, by="street_staff")
    assert [one.kind for one in own_effects(worker)] == [K.TALK]
    do(services.finish_effect, talk, outcome="11 月 25 日谈话，本人认可", on=day("2026-11-25"), by="street_staff")
    assert (talk.state, talk.ended_on) == (S.DONE, day("2026-11-25"))
    with pytest.raises(RuleBroken, match="写明不办的原因"):
        do(services.drop_effect, steps(worker)[K.PLAN], reason="", on=clock.today(), by="street_staff")


def test_wf_108_the_second_不合格_in_a_row_is_reviewed_by_the_district_after_help_and_dismisses_nobody(app):
    worker = bad("不合格", "不合格")
    rows = select(AppraisalEffect).where(AppraisalEffect.worker_id == worker.id, AppraisalEffect.year == 2025)
    found = {one.kind: one for one in db.session.scalars(rows)}
    assert set(found) == {K.HELP, K.EXIT_REVIEW}
    said = {"said": "组织审查", "due_on": day("2026-12-31"), "today": clock.today()}
    with pytest.raises(RuleBroken, match="由区级复核"):
        do(services.decide_effect, found[K.EXIT_REVIEW], **said, by="street_staff")
    with pytest.raises(RuleBroken, match="先培训或者调整岗位"):
        do(services.decide_effect, found[K.EXIT_REVIEW], **said)
    do(services.decide_effect, found[K.HELP], **(said | {"said": "脱产培训一个月"}), by="street_staff")
    do(services.finish_effect, found[K.HELP], outcome="已培训", on=clock.today(), by="street_staff")
    do(services.decide_effect, found[K.EXIT_REVIEW], **said)
    do(services.finish_effect, found[K.EXIT_REVIEW], outcome="继续聘用，再看一年", on=clock.today())
    assert worker.exit_date is None


def test_wf_162_the_elected_get_the_route_of_the_electors(app):
    worker = a_worker("赵选", ratings=GOOD, graded=False)
    post = services.Post(build.A, "副主任", Basis.ELECTED, day("2024-01-01"), day("2024-01-01"), "居换〔2024〕1号")
    do(services.appoint, worker, post)
    rate(worker, 2025, "不合格")
    assert set(steps(worker)) == {K.HELP, K.RECALL}


def test_wf_200_the_register_the_step_and_the_todo(site):
    worker = bad("不合格")
    step = steps(worker)[K.HELP]
    site.sign_in("street_staff")
    listed = site.get("/workforce/effects")
    assert "培训或调整岗位" in listed.text
    mine = db.session.execute(todo.todo(build.viewer("street_staff"), clock.now())).all()
    assert ("workforce.effect", step.id) in [(one.step, one.record_id) for one in mine]
    address = f"/workforce/effects/{step.id}"
    page = site.get(address)
    assert "劳动合同法第四十条" in page.text
    assert sent(site, page.soup.select_one("a[href$=decision]")["href"], {"said": "换到窗口岗位"}) == 303
    assert "换到窗口岗位" in site.get(address).text
    assert sent(site, f"{address}/ending", {"note": "已换岗"}) == 303
    assert "决定了一项考核结果运用" in site.get(address).text, "with its history"
    assert site.get("/workforce/effects?view=ended").soup.select_one("#rows tbody tr") is not None
    answer = site.submit(site.get("/workforce/effects?view=all"), "form[action*=export]")
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    site.sign_in("street_staff_2")
    assert site.get(address).status_code == 404
    site.sign_in("community_staff")
    assert site.get(address).status_code == 403
