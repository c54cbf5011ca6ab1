"""A list's conditions under a name: cleaned to the list's own parameters, private or shared with one's own area."""

from urllib.parse import parse_qsl, urlencode

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from shuangluan.extensions import db
from shuangluan.kernel import clock, saved_views
from shuangluan.kernel.audit import transaction
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, SavedView
from shuangluan.kernel.permissions import ROLES
from shuangluan.kernel.saved_views import MOST, Listing, add_view, cleaned, removable, remove_view, views_of
from shuangluan.kernel.tables import Column, Filter, Table, View
from tests import build

CASES = Table(
    "fake_cases",
    "诉求",
    [Column("number", "编号"), Column("due", "期限", sort=True), Column("opened", "登记", sort=True)],
    [
        Filter("q", "关键词"),
        Filter("kind", "类型", "choice", (("repair", "维修"), ("heat", "供热"))),
        Filter("compound", "小区", "choice"),  # offered by the page
        Filter("on", "登记日期", "dates"),
        Filter("mine", "只看我的", "flag"),
    ],
    [View("open", "在办"), View("late", "逾期")],
    "due",
)
LISTING = Listing(CASES, "overview.search", "grid:appeal:read")
FULL = (
    "area=130803003002&q=灯&kind=heat&compound=7&on_from=2026-11-01&on_to=2026-11-20&mine=1"
    "&view=late&sort=opened&desc=1"
)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "LISTINGS", {"fake_cases": LISTING})


def keep(role: str, name: str = "逾期的", query: str = "view=late", shared: bool = False) -> SavedView:
    with transaction():
        return add_view(
            LISTING, name=name, query=query, shared=shared, viewer=build.viewer(role), by=build.actor(role),
            at=clock.now(),
        )  # fmt: skip


def names(role: str) -> list[str]:
    return [view.name for view in views_of("fake_cases", viewer=build.viewer(role))]


def pairs(query: str, *, with_area: bool = True) -> list[tuple[str, str]]:
    return parse_qsl(cleaned(CASES, query, with_area=with_area))


@pytest.mark.usefixtures("app")
def test_what_the_list_declares_is_kept():
    assert pairs(FULL) == parse_qsl(FULL)
    assert pairs("?col=number&col=due&size=50") == [
        ("view", "open"), ("size", "50"), ("col", "number"), ("col", "due"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "next=https://elsewhere.example",
        "page=7&figure=grid.open_cases&part=n&period=2026",
        "view=other&sort=number&desc=9&size=33&col=secret",
        "kind=other&on_from=yesterday&mine=2&q=%20",
        "area=999999",
        "//elsewhere.example/?x=1",
        "",
    ],
)
@pytest.mark.usefixtures("app")
def test_what_it_does_not_declare_falls_away(query: str):
    assert pairs(query) == [("view", "open")]


@pytest.mark.usefixtures("app")
def test_a_kept_query_opens_the_list_with_those_conditions():
    asked = CASES.asked(MultiDict(pairs(FULL)), {"compound": [("7", "御景园")]})
    assert (asked.view, asked.sort, asked.desc) == ("late", "opened", True)
    assert dict(asked.values) == {
        "q": "灯", "kind": "heat", "compound": "7", "on_from": "2026-11-01", "on_to": "2026-11-20", "mine": "1",
    }  # fmt: skip
    assert asked.url(page=None) == "?" + cleaned(CASES, FULL, with_area=True)


@pytest.mark.usefixtures("app")
def test_ones_own_view_keeps_its_area_and_a_shared_one_opens_in_its_readers():
    query = f"area={build.A}&view=late"
    assert keep("community_admin", name="自己的", query=query).query == query
    assert keep("community_admin", name="共享的", query=query, shared=True).query == "view=late"


@pytest.mark.parametrize("query", [urlencode({"q": "长" * 90, "compound": "长" * 90}), "x=1&" * 300])
@pytest.mark.usefixtures("app")
def test_too_many_conditions_are_refused(query: str):
    with pytest.raises(RuleBroken, match="条件太多"):
        cleaned(CASES, query, with_area=True)


@pytest.mark.usefixtures("app")
def test_a_view_is_its_owners_alone():
    keep("community_admin")
    assert names("community_admin") == ["逾期的"]
    assert names("community_staff") == names("district_org") == names("auditor") == []


@pytest.mark.parametrize(
    ("sharer", "readers"),
    [
        ("community_admin", {"community_admin", "community_staff", "grid_leader", "grid_worker"}),
        ("street_staff", {"community_admin", "community_staff", "grid_leader", "grid_worker", "street_staff",
                          "street_leader"}),
        ("district_org", {"community_admin", "community_admin_2", "community_staff", "grid_leader", "grid_worker",
                          "street_staff", "street_staff_2", "street_leader", "district_org", "auditor"}),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("app")
def test_a_shared_view_is_read_by_the_people_of_the_area(sharer: str, readers: set[str]):
    keep(sharer, shared=True)
    seen = {role for role in (*ROLES, "community_admin_2", "street_staff_2") if names(role)}
    assert seen == readers


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("app")
def test_only_four_roles_share(role: str):
    if role in saved_views.SHARERS:
        assert keep(role, shared=True).shared_area == build.AREA_OF[role]
        assert saved_views.share_name(build.viewer(role))
    else:
        with pytest.raises(RuleBroken, match="不能共享"):
            keep(role, shared=True)
        assert saved_views.share_name(build.viewer(role)) == ""


@pytest.mark.usefixtures("app")
def test_a_register_that_one_may_not_open_has_no_views():
    keep("district_org", shared=True)
    assert saved_views.listing_of("fake_cases", viewer=build.viewer("auditor")) is LISTING
    assert saved_views.listing_of("fake_cases", viewer=build.viewer("member")) is None
    assert saved_views.listing_of("unknown", viewer=build.viewer("auditor")) is None


@pytest.mark.usefixtures("app")
def test_a_name_is_given_once_per_person():
    keep("community_admin")
    keep("community_staff")
    with pytest.raises(RuleBroken, match="已经有一个叫“逾期的”") as refused:
        keep("community_admin")
    assert refused.value.field == "name"


@pytest.mark.parametrize("name", ["", "长" * 31])
@pytest.mark.usefixtures("app")
def test_a_name_has_a_length(name: str):
    with pytest.raises(RuleBroken, match="起个名字"):
        keep("community_admin", name=name)


@pytest.mark.usefixtures("app")
def test_nobody_keeps_more_than_twenty():
    for number in range(MOST):
        keep("community_admin", name=f"第{number}个")
    with pytest.raises(RuleBroken, match="最多存 20 个"):
        keep("community_admin", name="再一个")


@pytest.mark.usefixtures("app")
def test_keeping_and_taking_away_stand_in_the_trail():
    number = keep("community_admin").id
    with transaction():
        remove_view(
            removable(number, viewer=build.viewer("community_admin")), by=build.actor("community_admin"), at=clock.now()
        )
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.record_kind == "saved_view")).all()
    assert [(one.action, one.record_id) for one in entries] == [
        ("kernel.saved_view.added", number), ("kernel.saved_view.removed", number),
    ]  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(SavedView)) == 0


@pytest.mark.usefixtures("app")
def test_a_view_is_taken_away_by_its_owner_or_by_who_shares_for_that_area():
    own, shared = keep("street_staff", name="自己的").id, keep("street_staff", shared=True).id

    def may(role: str) -> tuple[bool, ...]:
        return tuple(removable(one, viewer=build.viewer(role)) is not None for one in (own, shared))

    expected = {
        "street_staff": (True, True),
        "street_leader": (False, True),
        "street_staff_2": (False, False),
        "community_admin": (False, False),
        "district_org": (False, False),
        "system_admin": (False, False),
    }
    assert {role: may(role) for role in expected} == expected


def test_reading_them_costs_one_statement(app, counting):
    viewer = build.viewer("community_admin")
    keep("community_admin")
    with counting() as one:
        views_of("fake_cases", viewer=viewer)
    for number in range(5):
        keep("community_admin", name=f"第{number}个")
    with counting() as many:
        views_of("fake_cases", viewer=viewer)
    assert len(one) == len(many) == 1
