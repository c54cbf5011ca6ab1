"""受理、调整、定位、诉求人、并件、备注 over HTTP."""

from typing import Any

import pytest

from shuangluan.extensions import db
from shuangluan.grid import services
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.rules import Action, Level
from shuangluan.kernel.models import AuditEntry
from tests import build
from tests.grid.deeds import address, done, paused, unlocated, voided
from tests.grid.test_acts_legs import a_picture

A = Action
FORM = "#dialog-body"


def test_accepting_confirms_category_and_level_and_each_level_says_what_it_promises(site):
    appeal = build.an_appeal()
    site.sign_in("grid_leader")
    asked = site.get(address(A.ACCEPT, appeal))
    assert asked.words("#level option") == [
        "一般（5 个工作日）", "较复杂（10 个工作日）", "疑难（30 个工作日）", "紧急（24 小时）",
    ]  # fmt: skip
    assert asked.soup.select_one("#category option[selected]").text == "公共设施损坏"
    assert len(asked.soup.select("#category optgroup")) == 7
    assert site.submit(asked, FORM, category="leak", level="complex").status_code == 303
    assert (appeal.category, appeal.level, str(appeal.due_on)) == ("leak", "complex", "2026-12-04")


@pytest.mark.parametrize(("field", "value"), [("category", "x"), ("category", "² "), ("level", "x"), ("level", "高")])
def test_b04_a_category_or_level_that_does_not_exist_is_refused(site, field: str, value: str):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    sent = site.submit(site.get(address(A.ACCEPT, appeal)), FORM, **{field: value})
    assert sent.status_code == 422
    assert "从列表里重新选" in sent.words(f"#{field}-error")[0]
    assert appeal.state == "registered"


def test_gr_13_who_makes_it_restricted_is_told_that_he_will_not_see_it_again(site):
    appeal = build.an_accepted_appeal(by="grid_worker")
    site.sign_in("community_admin")
    asked = site.get(address(A.RECLASSIFY, appeal))
    sent = site.submit(asked, FORM, category="petition", level="hard", reason="已经去过信访局")
    assert (sent.status_code, sent.location) == (303, "/grid/appeals")
    assert "不再显示" in site.get(sent.location).words("#toasts")[0]
    assert site.get(f"/grid/appeals/{appeal.id}").status_code == 404


def test_d17_both_values_are_shown_in_words_when_a_colleague_was_faster(site):
    appeal = build.an_accepted_appeal()
    site.sign_in("community_admin")
    asked = site.get(address(A.RECLASSIFY, appeal))
    done(
        services.reclassify_appeal, appeal, "street_staff", category="leak", level=Level.COMPLEX, reason="是漏水"
    )
    stale = site.submit(asked, FORM, category="corridor_light", level="urgent", reason="是灯坏了")
    assert stale.status_code == 409
    rows = [row.get_text("|", strip=True) for row in stale.soup.select("#conflict tbody tr")]
    assert rows == ["类别|楼道照明|渗漏", "等级|紧急（24 小时）|较复杂（10 个工作日）", "调整原因|是灯坏了|—"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("锦绣苑 1号楼", "没有找到“锦绣苑 1号楼”"),
        ("御景园", "要写到楼栋，网格按楼栋划分"),
        ("没有的 9号楼", "没有找到“没有的 9号楼”"),
        ("b999999", "没有这个地点，或不在你的范围内，从列表里重新选"),
    ],
)
def test_a_place_that_is_no_building_of_the_community_is_refused(site, typed: str, sentence: str):
    appeal = unlocated()
    site.sign_in("community_admin")
    sent = site.submit(site.get(address(A.LOCATE, appeal)), FORM, place=typed)
    assert sent.status_code == 422
    assert sent.words("#place-error")[0].startswith(sentence)
    assert appeal.grid_id is None


def test_the_street_does_not_move_an_appeal_to_another_community(site):
    appeal = unlocated()
    site.sign_in("district_org")
    assert site.get(address(A.LOCATE, appeal)).status_code == 403
    site.sign_in("community_admin")
    sent = site.submit(site.get(address(A.LOCATE, appeal)), FORM, place=f"b{build.building('锦绣苑', '1号楼').id}")
    assert sent.status_code == 422
    key = f"b{build.building('御景园', '3号楼').id}"
    assert site.submit(site.get(address(A.LOCATE, appeal)), FORM, place=key).status_code == 303
    assert appeal.building_id == build.building("御景园", "3号楼").id


def test_gr_11_settling_at_once_takes_a_photo_or_a_signature(site):
    appeal = build.an_appeal()
    site.sign_in("grid_worker")
    asked = site.get(address(A.ANSWER_NOW, appeal))
    bare = site.submit(asked, FORM, text="拧紧了")
    assert (bare.status_code, bare.words("#photos-error")) == (422, ["请附照片、材料或签字"])
    assert site.submit(bare, FORM, photos=[a_picture()]).status_code == 303
    assert (appeal.state, appeal.outcome_text) == ("responded", "拧紧了")


def test_a_reporter_leaves_a_name_or_a_phone_or_stays_unknown(site):
    appeal = build.an_appeal()
    site.sign_in("community_staff")
    asked = site.get(address(A.ADD_REPORTER, appeal))
    none = site.submit(asked, FORM, kind="resident")
    assert none.words("#name-error") == ["写姓名或电话；不愿留的，诉求人选“匿名”"]
    short = site.submit(asked, FORM, kind="resident", phone="1380000")
    assert short.words("#phone-error") == ["手机号要 11 位，现在是 7 位"]
    assert site.submit(asked, FORM, kind="anonymous").status_code == 303
    assert db.session.query(AppealReporter).filter_by(appeal_id=appeal.id).count() == 2


def test_gr_62_a_comment_says_who_may_hear_it(site):
    appeal = build.an_appeal()
    site.sign_in("grid_leader")
    for text, audience in (("内部的话", "0"), ("可以说的话", "1")):
        site.submit(site.get(address(A.COMMENT, appeal)), FORM, text=text, for_reporter=audience)
    told = site.get(f"/grid/appeals/{appeal.id}?told=1").text
    assert ("可以说的话" in told, "内部的话" in told) == (True, False)


def test_a_voided_appeal_shows_why_when_it_is_to_be_restored(site):
    site.sign_in("community_admin")
    asked = site.get(address(A.RESTORE, voided()))
    assert asked.words(".box dd")[0] == "录错了"
    asked = site.get(address(A.VOID, build.an_appeal("另一件")))
    assert "7 天内可以恢复" in asked.text


def merging(site: Any, **more: Any) -> tuple[Appeal, Appeal]:
    """A child and a likely root of the same compound and category."""
    root, child = build.an_accepted_appeal("门坏了"), build.an_accepted_appeal("单元门关不上")
    site.sign_in("community_admin")
    return root, child


def test_gr_31_a_likely_root_is_picked_from_the_list(site):
    root, child = merging(site)
    asked = site.get(address(A.MERGE, child))
    assert asked.words(".picks .pick")[0] == "SL-1120-001 门坏了（御景园1号楼，已受理）"
    assert site.submit(asked, FORM, suggested="SL-1120-001").status_code == 303
    assert child.merged_into_id == root.id


@pytest.mark.parametrize("typed", ["SL-1120-001", "sl-20261120-001", " SL-20261120-001 "])
def test_any_other_root_by_its_number_long_or_short(site, typed: str):
    root, child = merging(site)
    assert site.submit(site.get(address(A.MERGE, child)), FORM, number=typed).status_code == 303
    assert child.merged_into_id == root.id


def test_a_root_that_cannot_be_is_refused_beside_its_field(site):
    _, child = merging(site)
    elsewhere = build.an_appeal(by="community_admin_2", where=build.place("锦绣苑", "1号楼"))
    asked = site.get(address(A.MERGE, child))
    cases: list[tuple[dict[str, str], str]] = [
        ({"number": elsewhere.no}, "没有这个编号的诉求，或不在你的范围内，核对编号"),
        ({"number": "SL-1120-999"}, "没有这个编号的诉求，或不在你的范围内，核对编号"),
        ({"number": "那一件"}, "没有这个编号的诉求，或不在你的范围内，核对编号"),
        ({"number": "SL-1120-001", "suggested": "SL-1120-001"}, "上面选了一件，这里又填了一件，只留一样"),
    ]
    for typed, sentence in cases:
        sent = site.submit(asked, FORM, **typed)
        assert (sent.status_code, sent.words("#number-error")) == (422, [sentence])
    itself = site.submit(asked, FORM, number=child.no)
    assert (itself.status_code, itself.words(".esum li")) == (422, ["一件诉求不能并入它自己"])
    assert child.state == "accepted"


def test_gr_31_into_a_paused_root_only_once_the_childs_reporters_were_told(site):
    root = paused()
    child = build.an_accepted_appeal("单元门关不上")
    site.sign_in("community_admin")
    asked = site.get(address(A.MERGE, child))
    sent = site.submit(asked, FORM, number=root.no)
    assert (sent.status_code, sent.words(".esum li")) == (422, ["主件正在挂起，先告知这一件的 1 位诉求人再并入"])
    told = site.submit(sent, FORM, told=[str(build.reporters(child)[0])])
    assert told.status_code == 303
    assert child.merged_into_id == root.id


def test_a_merge_that_is_refused_tells_nobody(site):
    closed = build.a_closed_appeal("早办好的门")
    child = build.an_accepted_appeal("单元门关不上")
    site.sign_in("community_admin")
    reporter = build.reporters(child)[0]
    sent = site.submit(site.get(address(A.MERGE, child)), FORM, number=closed.no, told=[str(reporter)])
    assert sent.words(".esum li") == ["主件已办结，不能并入：请申请重办主件，或另办这一件并注明复发"]
    assert db.session.get(AppealReporter, reporter).told_at is None
    assert db.session.query(AuditEntry).filter_by(action="grid.appeal.reporters_told").count() == 0


def test_what_waits_in_a_merged_appeal_is_said_with_its_root(site):
    root, child = merging(site)
    done(services.merge_appeals, child, "community_admin", root)
    asked = site.get(address(A.UNMERGE, child))
    assert asked.words(".box dd") == ["SL-1120-001 门坏了"]
    assert site.get(address(A.DISPATCH, child)).words("#dialog-body .note")[0].startswith("“已并入”的诉求不能派发")
