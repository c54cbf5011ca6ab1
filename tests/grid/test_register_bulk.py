"""批量派发 and 批量催办: asked once, each by its own rules, all named that stayed; nothing outside the scope (B04)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.services.bulk import Target, TargetKind
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import AuditEntry
from tests import build
from tests.grid import deeds
from tests.site import Answer, Site

LIST = "/grid/appeals"
DISPATCH, REMIND = f"{LIST}/bulk-dispatch", f"{LIST}/bulk-reminder"
S = rules.AppealState


def ask(site: Site, address: str, *appeals: Appeal | int, htmx: bool = False) -> Answer:
    """Tick rows of the list and press the button over them."""
    picks = [one if isinstance(one, int) else one.id for one in appeals]
    here = {"HX-Current-URL": f"http://localhost{LIST}?view=open&q=灯"} if htmx else {"Referer": f"http://localhost{LIST}?view=all"}
    return site.post(address, {"pick": picks, "form_token": ""}, htmx=htmx, headers=here)


def handlers(*appeals: Appeal) -> list[str]:
    legs = select(AppealLeg.to_name).where(AppealLeg.appeal_id.in_([one.id for one in appeals]), AppealLeg.is_current)
    return list(db.session.scalars(legs.order_by(AppealLeg.appeal_id)))


def actions(appeal: Appeal) -> list[str]:
    own = select(AuditEntry.action).where(AuditEntry.record_kind == "grid_appeal", AuditEntry.record_id == appeal.id)
    return list(db.session.scalars(own.order_by(AuditEntry.id)))


@pytest.mark.parametrize("htmx", [False, True])
def test_ticking_and_pressing_asks_once_for_all(site, htmx: bool):
    first, second = build.an_accepted_appeal("路灯不亮"), build.an_accepted_appeal("门坏了")
    site.sign_in("community_admin")
    answer = ask(site, DISPATCH, first, second, htmx=htmx)
    assert answer.status_code == 200
    assert answer.is_page is not htmx
    assert answer.words("#dialog-title") == ["派发 2 条"]
    assert answer.words("#dialog-body table td") == ["路灯不亮", "门坏了"]
    assert [tag["value"] for tag in answer.soup.select("input[name=pick]")] == [str(first.id), str(second.id)]
    assert first.state is S.ACCEPTED


SENT = [
    ({"target": "company"}, "御景物业公司"),
    ({"target": "community"}, "万和城社区"),
    ({"target": "street"}, "秀水街道"),
]


@pytest.mark.parametrize(("typed", "name"), SENT)
def test_each_goes_to_its_own_body_with_the_same_words(site, typed: dict[str, str], name: str):
    appeals = [build.an_accepted_appeal(title, category="neighbour_dispute") for title in ("楼上吵", "占地方")]
    site.sign_in("community_admin")
    answer = site.submit(ask(site, DISPATCH, *appeals), "#dialog-body", **typed, instruction="本周内办好")
    assert (answer.status_code, answer.location) == (303, f"{LIST}?view=all")
    assert handlers(*appeals) == [name, name]
    legs = db.session.scalars(select(AppealLeg).where(AppealLeg.appeal_id.in_([one.id for one in appeals]))).all()
    assert {leg.instruction for leg in legs} == {"本周内办好"}
    for one in appeals:
        assert "grid.appeal.dispatched" in actions(one)
    assert site.get(answer.location).words("#toasts .toast > span") == ["已派发 2 条"]


def test_all_go_to_one_department(site):
    appeals = [build.an_accepted_appeal(), build.an_accepted_appeal()]
    site.sign_in("community_admin")
    asked = ask(site, DISPATCH, *appeals)
    options = {o.text: o["value"] for o in asked.soup.select("select[name=department] option")}
    assert set(options) == {"选部门", "区住建局", "区城管局"}
    answer = site.submit(asked, "#dialog-body", target="department", department=options["区住建局"])
    assert answer.status_code == 303
    assert handlers(*appeals) == ["区住建局", "区住建局"]


@pytest.mark.parametrize("htmx", [False, True])
def test_what_cannot_go_stays_and_is_named_with_its_reason(site, htmx: bool):
    ready, new = build.an_accepted_appeal("能派的"), build.an_appeal("还没受理的")
    gone = build.a_dispatched_appeal("派过的")
    site.sign_in("community_admin")
    asked = ask(site, DISPATCH, ready, new, gone, htmx=htmx)
    answer = site.submit(asked, "#dialog-body", htmx=htmx, target="company")
    assert answer.status_code == 200
    assert answer.words("#dialog-title") == ["已派发 1 条，2 条没有派发"]
    rows = answer.words("#dialog-body tbody tr")
    assert len(rows) == 2
    assert "还没受理的" in rows[0]
    assert "“待受理”的诉求不能派发" in rows[0]
    assert "这件诉求已派给别的单位，要先退回或上报才能另派" in rows[1]
    assert (ready.state, new.state, gone.state) == (S.DISPATCHED, S.REGISTERED, S.DISPATCHED)
    back = f"{LIST}?view=open&q=灯" if htmx else f"{LIST}?view=all"
    assert answer.soup.select_one("#dialog-body .acts a")["href"] == back
    assert ("appeals-changed" in answer.headers.get("HX-Trigger", "")) is True
    assert audit.verify()[1] is None


def test_nothing_done_is_said_as_such_and_changes_no_list(site):
    new = build.an_appeal()
    site.sign_in("community_admin")
    answer = site.submit(ask(site, DISPATCH, new, htmx=True), "#dialog-body", htmx=True, target="company")
    assert answer.words("#dialog-title") == ["1 条都没有派发"]
    assert "HX-Trigger" not in answer.headers


def test_a_compound_without_a_company_is_named(site):
    other = build.an_appeal(where=build.place("锦绣苑"), by="community_admin_2")
    deeds.done(services.accept_appeal, other, "community_admin_2")
    site.sign_in("community_admin_2")
    answer = site.submit(ask(site, DISPATCH, other), "#dialog-body", target="company")
    assert "这个小区没有登记在管的物业企业" in answer.words("#dialog-body tbody td")[-1]


def test_a_community_leads_only_its_duties(site):
    appeal = build.an_accepted_appeal("违建", category="illegal_building")
    site.sign_in("community_admin")
    answer = site.submit(ask(site, DISPATCH, appeal), "#dialog-body", target="community")
    assert answer.words("#dialog-title") == ["1 条都没有派发"]
    assert appeal.state is S.ACCEPTED


@pytest.mark.parametrize("htmx", [False, True])
def test_reminding_shows_on_each_that_is_open(site, htmx: bool):
    open_one, closed = build.a_dispatched_appeal("在办的"), build.a_closed_appeal("办完的")
    site.sign_in("community_admin")
    asked = ask(site, REMIND, open_one, closed, htmx=htmx)
    answer = site.submit(asked, "#dialog-body", htmx=htmx, text="居民来催了")
    assert answer.words("#dialog-title") == ["已催办 1 条，1 条没有催办"]
    assert open_one.reminded_at == clock.now()
    assert closed.reminded_at is None
    assert actions(open_one)[-2:] == ["grid.appeal.reminded", "grid.appeal.reminder_worded"]
    assert site.get(LIST).words("tbody .tag") == ["已催办"]


def test_reminding_all_goes_back_to_the_list(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("district_org")
    answer = site.submit(ask(site, REMIND, appeal, htmx=True), "#dialog-body", htmx=True)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(f"{LIST}?view=open")


@pytest.mark.parametrize("address", [DISPATCH, REMIND])
def test_one_foreign_id_makes_all_of_it_not_found(site, address: str):
    mine = build.an_accepted_appeal()
    foreign = build.an_appeal(where=build.place("锦绣苑"), by="community_admin_2")
    site.sign_in("community_admin")
    for stranger in (foreign.id, 999_999):
        assert ask(site, address, mine, stranger).status_code == 404
        sent = {"pick": [mine.id, stranger], "asked": "1", "target": "company", "text": "x"}
        assert site.post(address, sent).status_code == 404
    assert mine.state is S.ACCEPTED
    assert mine.reminded_at is None


def test_a_restricted_one_is_as_foreign_as_any(site):
    restricted = build.an_appeal(category="petition", by="community_staff")
    site.sign_in("community_admin")
    assert ask(site, REMIND, restricted).status_code == 404


PICKS: list[tuple[Any, str]] = [
    ([], "还没有选中记录"),
    (["x"], "选中的记录里有一条已不存在"),
    (["99999999999999999999"], "选中的记录里有一条已不存在"),
    ([str(n) for n in range(1, 502)], "一次最多处理 500 条"),
]


@pytest.mark.parametrize(("picks", "said"), PICKS, ids=["none", "words", "too large", "too many"])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_no_selection_is_refused_with_a_sentence(site, picks: list[str], said: str, htmx: bool):
    site.sign_in("community_admin")
    answer = site.post(DISPATCH, {"pick": picks}, htmx=htmx)
    assert answer.status_code == 422
    told = answer.headers["HX-Trigger"].encode().decode("unicode_escape") if htmx else answer.text
    assert said in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [({}, "选派给谁"), ({"target": "mayor"}, "这一项不在列表里，从列表里重新选"),
     ({"target": "company", "instruction": "长" * 301}, "不超过 300 字")],
)  # fmt: skip
def test_an_unfinished_dialog_comes_back_with_what_was_ticked(site, typed: dict[str, str], said: str):
    appeal = build.an_accepted_appeal()
    site.sign_in("community_admin")
    answer = site.submit(ask(site, DISPATCH, appeal), "#dialog-body", **typed)
    assert answer.status_code == 422
    assert answer.words("p.err") == [said]
    assert [tag["value"] for tag in answer.soup.select("input[name=pick]")] == [str(appeal.id)]
    assert appeal.state is S.ACCEPTED


def test_a_department_has_to_be_named(site):
    appeal = build.an_accepted_appeal()
    site.sign_in("community_admin")
    answer = site.submit(ask(site, DISPATCH, appeal), "#dialog-body", target="department")
    assert answer.status_code == 422
    assert answer.words("p.err") == ["选一个区直部门"]


def test_a_double_click_acts_once(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("community_admin")
    asked = ask(site, REMIND, appeal)
    for _ in range(2):
        assert site.submit(asked, "#dialog-body", text="快办").status_code == 303
    assert actions(appeal).count("grid.appeal.reminded") == 1


@pytest.mark.parametrize(
    ("address", "role"), [(DISPATCH, "department"), (DISPATCH, "auditor"), (REMIND, "grid_worker")]
)
def test_who_may_not_is_refused(site, address: str, role: str):
    site.sign_in(role)
    assert site.post(address, {"pick": [1]}).status_code == 403


def test_way_back_is_only_to_this_site(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("community_admin")
    asked = ask(site, REMIND, appeal)
    answer = site.submit(asked, "#dialog-body", back="https://elsewhere.example/")
    assert answer.location == LIST


def test_the_service_names_the_missing_department(app):
    appeal = build.an_accepted_appeal()
    at, by = clock.now(), build.actor("community_admin")
    done = build.saved(
        lambda: services.dispatch_each([appeal], Target(TargetKind.DEPARTMENT), instruction="", by=by, at=at)
    )
    assert (done.count, [reason for _, reason in done.refused]) == (0, ["请选一个区直部门"])


def test_many_are_done_in_one_transaction_and_the_trail_holds(site):
    appeals = [build.an_accepted_appeal(f"第{n}件") for n in range(12)]
    site.sign_in("community_admin")
    asked = ask(site, DISPATCH, *appeals)
    assert "还有 4 条" in asked.words("#dialog-body table")[0]
    assert site.submit(asked, "#dialog-body", target="company").status_code == 303
    assert {one.state for one in appeals} == {S.DISPATCHED}
    assert audit.verify()[1] is None
