"""亮点小区 and 提升计划: named, dated, tracked by milestones, sheets there and back (RP-5, RP-36)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property import services
from shuangluan.red_property.models import Showcase, UpgradeMilestone, UpgradePlan
from shuangluan.red_property.rules import showcases, upgrades
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.showcases import ShowcaseKind, Track
from shuangluan.red_property.rules.upgrades import PlanState, Progress
from shuangluan.red_property.services import MilestoneFacts, PlanFacts
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.red_property.shipped import document
from tests.site import Site

SHOWCASES, PLANS = "/red-property/showcases", "/red-property/upgrade-plans"
SINCE = Span(date(2026, 1, 1), None)
PLAN = PlanFacts("精准提升", Track.PRECISE, "", "停车\n充电", 500_000, "自筹", date(2026, 3, 1))


def a_showcase(name: str = "御景园", kind: ShowcaseKind = ShowcaseKind.COMMERCIAL, days: Span = SINCE) -> Showcase:
    """Named by the town."""
    return saved(lambda: services.name_showcase(build.compound(name), kind, days, basis="演示", **r.now()))


def a_plan(name: str = "御景园", facts: PlanFacts = PLAN) -> UpgradePlan:
    """Decided by the town."""
    return saved(lambda: services.decide_plan(build.compound(name), facts, **r.now()))


def a_step(plan: UpgradePlan, name: str, due: date, done: date | None = None) -> UpgradeMilestone:
    """A milestone of a plan."""
    return saved(lambda: services.set_milestone(plan, MilestoneFacts(name, due, done), **r.now()))


def test_rp_36_a_compound_is_on_the_list_of_a_kind_once_at_a_time():
    held = [Span(date(2026, 1, 1), date(2026, 7, 1))]
    showcases.check_days(Span(date(2026, 7, 1), None), held)
    with pytest.raises(RuleBroken, match="已经是"):
        showcases.check_days(Span(date(2026, 6, 30), None), held)
    with pytest.raises(RuleBroken, match="早于第一天"):
        showcases.check_days(Span(date(2026, 6, 30), date(2026, 6, 30)), [])


def test_rp_5_a_plan_stands_where_its_milestones_stand():
    assert [Progress(*counts).state for counts in ((0, 0, 0), (3, 1, 0), (3, 2, 1), (3, 3, 0))] == [
        PlanState.UNPLANNED, PlanState.RUNNING, PlanState.OVERDUE, PlanState.DONE,
    ]  # fmt: skip
    due = date(2026, 6, 30)
    assert not upgrades.is_overdue(due, None, due)
    assert upgrades.is_overdue(due, None, date(2026, 7, 1))
    assert not upgrades.is_overdue(due, date(2026, 7, 5), date(2026, 7, 9))
    upgrades.check_done(due, due, due)
    for done, decided, today in ((date(2026, 7, 1), due, due), (date(2026, 6, 29), due, due)):
        with pytest.raises(RuleBroken):
            upgrades.check_done(done, decided, today)


def test_rp_36_the_document_says_what_each_track_usually_holds():
    said = upgrades.usual_items(document("property_evaluation_items"))
    assert said.startswith("定向提升一般是消防、照明、停车、准物业兜底；规范提升一般是过渡物业")


def test_rp_36_the_district_names_and_ends_and_what_does_not_fit_is_refused(site: Site):
    site.sign_in("district_org")

    def answer(**more: str) -> Any:
        typed = {"compound_id": str(build.compound("御景园").id), "kind": "commercial", "valid_from": "2026-01-01",
                 "basis": "区委组织部公布"} | more  # fmt: skip
        return site.submit(site.get(f"{SHOWCASES}/new"), "#form", **typed)

    assert "要有在任的业委会" in answer(kind="self_governed").text
    assert "要是回迁小区" in answer(kind="resettlement").text
    assert answer().status_code == 303
    assert "这段时间它已经是" in answer(valid_from="2026-05-01").text
    one = db.session.scalars(select(Showcase)).one()
    page = site.get(SHOWCASES)
    assert page.words("#rows tbody th a") == ["御景园"]
    ended = {"last_day": "2026-06-30", "reason": "物业撤出"}
    assert site.submit(site.get(f"{SHOWCASES}/{one.id}/end"), "#form", **ended).status_code == 303
    assert "物业撤出" in site.get(f"{SHOWCASES}/{one.id}").text
    assert site.get(SHOWCASES).soup.select("#rows tbody tr") == []
    assert answer(valid_from="2026-07-01").status_code == 303


def test_rp_36_scope_of_showcases_and_plans(site: Site):
    one, plan = a_showcase(), a_plan()
    for username, status in (
        ("community_admin", 200), ("property_liaison", 200), ("community_admin_2", 404), ("member", 403),
    ):  # fmt: skip
        site.sign_in(username)
        assert site.get(f"{SHOWCASES}/{one.id}").status_code == status
        assert site.get(f"{PLANS}/{plan.id}").status_code == status
    site.sign_in("community_admin")
    assert site.get(f"{SHOWCASES}/new").status_code == 403
    site.sign_in("street_staff_2")
    assert site.get(f"{PLANS}/{plan.id}/edit").status_code == 404


def test_rp_65_showcases_in_force_are_counted_by_kind(site: Site):
    a_showcase()
    a_showcase("锦绣苑", days=Span(date(2026, 1, 1), date(2026, 6, 1)))
    t.a_committee()
    a_showcase(kind=ShowcaseKind.SELF_GOVERNED)
    site.sign_in("district_org")
    for key, count in (("commercial", 1), ("self_governed", 1), ("resettlement", 0)):
        answer = site.get(f"{SHOWCASES}?figure=property.showcase_{key}")
        assert len(answer.soup.select("#rows tbody tr")) == count


def test_rp_5_the_track_follows_the_kind_or_a_reason_is_given(site: Site):
    site.sign_in("community_staff")
    typed = {
        "compound_id": str(build.compound("御景园").id), "title": "智慧提升", "track": "smart", "items": "门禁",
        "funding": "120,000.50", "decided_on": "2026-03-01",
    }  # fmt: skip
    assert "智慧提升一般是门禁、充电、预警" in site.get(f"{PLANS}/new").text
    refused = site.submit(site.get(f"{PLANS}/new"), "#form", **typed)
    assert "标准小区按精准提升，改用别的要写明原因" in refused.text
    made = site.submit(site.get(f"{PLANS}/new"), "#form", **typed, reason="业主自筹装门禁")
    assert made.status_code == 303
    plan = db.session.scalars(select(UpgradePlan)).one()
    assert (plan.funding_fen, plan.matter.title) == (12_000_050, "御景园：智慧提升")
    assert "业主自筹装门禁" in site.get(made.location).text


def test_rp_5_milestones_are_overdue_until_they_are_done(site: Site):
    plan = a_plan()
    step = a_step(plan, "划车位", date(2026, 11, 19))
    a_step(plan, "装充电桩", date(2026, 12, 31))
    site.sign_in("community_admin")
    here = f"{PLANS}/{plan.id}"
    page = site.get(here)
    assert page.words("tr.late th") == ["划车位"]
    assert "逾期 1 天" in page.text
    assert site.get(f"{PLANS}?view=overdue").words("#rows tbody th a") == ["精准提升"]
    early = {"name": "验收", "due_on": "2026-02-28"}
    assert "不能早于立项的 2026-03-01" in site.submit(page, "#milestone-form", **early).text
    reach = site.get(f"{here}/milestones/{step.id}/edit?done=1")
    assert reach.soup.select_one("#done_on")["value"] == "2026-11-20"
    assert site.submit(reach, "#form").status_code == 303
    page = site.get(here)
    assert page.soup.select("tr.late") == []
    assert "晚了 1 天" in page.text
    assert "节点完成" in page.text
    assert page.words(".tl p")[1] == "划车位"
    removal = site.submit(site.get(f"{here}/milestones/{step.id}/removal"), "form.asking")
    assert "已经完成的节点不能删除" in removal.text
    db.session.expire_all()
    rest = db.session.scalars(select(UpgradeMilestone).where(UpgradeMilestone.done_on.is_(None))).one()
    done = MilestoneFacts(rest.name, rest.due_on, date(2026, 11, 20))
    saved(lambda: services.change_milestone(plan, rest, done, by=build.actor("community_admin"), at=clock.now()))
    assert db.session.scalars(select(UpgradePlan)).one().matter.stage == "done"


def test_rp_5_photos_hang_on_the_plan_and_keep_it_from_being_removed(site: Site):
    plan = a_plan()
    a_step(plan, "划车位", date(2026, 12, 1))
    site.sign_in("community_admin")
    here = f"{PLANS}/{plan.id}"
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    sent = site.submit(site.get(here), "#photos-form", photos=[(BytesIO(picture.getvalue()), "改造后.jpg")])
    assert sent.status_code == 303
    address = site.get(here).soup.select_one(".thumbs a")["href"]
    assert site.get(address).status_code == 200
    assert "已经有照片" in site.submit(site.get(f"{here}/removal"), "form.asking").text
    other = a_plan(facts=PlanFacts("另一个", Track.PRECISE, "", "照明", 0, "", date(2026, 3, 1)))
    a_step(other, "装灯", date(2026, 12, 1))
    assert site.submit(site.get(f"{PLANS}/{other.id}/removal"), "form.asking").status_code == 303
    assert len(db.session.scalars(select(UpgradeMilestone)).all()) == 1


@pytest.mark.parametrize(
    ("address", "register", "username", "columns"),
    [
        (SHOWCASES, "property_showcases", "district_org",
         ("compound", "community", "kind", "valid_from", "valid_until", "basis")),
        (PLANS, "property_upgrade_plans", "community_admin",
         ("compound", "community", "title", "track", "reason", "items", "funding_fen", "funding_source", "decided_on")),
    ],
)  # fmt: skip
def test_an_export_that_comes_back_changes_nothing(
    site: Site, app: Any, address: str, register: str, username: str, columns: tuple[str, ...]
):
    a_showcase()
    a_plan()
    site.sign_in(username)
    query = "&".join(f"col={key}" for key in columns)
    body = site.submit(site.get(f"{address}?{query}"), "#export").data
    one = r.brought(Carrier(app.config["DATA_DIR"], username), register, body)
    assert one.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
