"""Pages of owners' votes: from the draft to the printed result by the pages alone; scope and names (RP-12, RP-64)."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import AuditEntry
from shuangluan.red_property.models import Ballot, OwnersVote, Resolution
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.vote_counts import Box
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.votes import VoteState
from tests import build
from tests.red_property import ballot_box as box
from tests.red_property import table
from tests.site import Site


def address(vote: OwnersVote, part: str = "") -> str:
    return f"/red-property/votes/{vote.id}{part}"


def the_vote() -> OwnersVote:
    db.session.expire_all()
    return db.session.query(OwnersVote).order_by(OwnersVote.id.desc()).first()  # type: ignore[return-value]


def take(site: Site, vote: OwnersVote, step: str, **values: Any) -> Any:
    """Open the dialog of a step as a page and send it."""
    page = site.get(address(vote, f"/steps/{step}"))
    return site.submit(page, "form.asking", **values)


@pytest.fixture
def committee(app: object) -> None:
    table.a_committee()


def test_rp_64_a_vote_is_held_by_its_pages_alone(site: Site, committee: None):
    """Draft, roster, motion, publicity, opening, delivery, ballots, check, closing, two finalisers, the sheet."""
    site.sign_in("owners_delegate")
    page = site.get("/red-property/votes/new")
    compound = str(build.compound("御景园").id)
    answer = site.submit(
        page, "#vote-form", compound_id=compound, title="御景园第1次表决", form="written", initiator="committee",
        opens_on="2026-12-08", closes_at="2026-12-15T18:00",
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    vote = the_vote()
    for number in range(1, 4):
        page = site.get(address(vote, "/roster/new"))
        answer = site.submit(
            page, "form.asking", unit=f"1号楼10{number}", owners=f"演示业主{number}", registered="100.50"
        )
        assert answer.status_code == 303, answer.text
    page = site.get(address(vote, "/motions/new"))
    assert site.submit(page, "form.asking", matter="use_fund", title="换泵").status_code == 303
    answer = take(site, vote, "publicity", place="小区公告栏")
    assert answer.status_code == 303, answer.text
    assert "公示中" in site.get(address(vote)).text
    with clock.frozen(box.at(box.OPENED)):
        site.sign_in("owners_delegate")
        assert take(site, vote, "opening").status_code == 303
        page = site.get(address(vote, "/delivery"))
        answer = site.submit(page, "#delivery-form", numbers="1-3", method="in_person", receipt="y")
        assert answer.status_code == 303, answer.text
    with clock.frozen(box.at("12-09 10:00")):
        site.sign_in("owners_delegate")
        for line in ("1 1", "2 1", "3 2"):
            answer = site.submit(site.get(address(vote, "/ballots")), "#ballot-form", line=line)
            assert answer.status_code == 303, answer.text
        site.sign_in("community_staff")
        for line in ("1 1", "2 1", "3 2"):
            answer = site.submit(site.get(address(vote, "/ballots/checks")), "#ballot-form", line=line)
            assert answer.status_code == 303, answer.text
    with clock.frozen(box.at(box.COUNTED)):
        site.sign_in("community_staff")
        assert take(site, vote, "closing").status_code == 303
        assert take(site, vote, "confirmation").status_code == 303
        answer = take(site, vote, "finalisation")
        assert answer.status_code == 422
        assert "另一位同事" in answer.text
        site.sign_in("owners_delegate")
        assert take(site, vote, "finalisation").status_code == 303
        assert the_vote().state is VoteState.FINAL
        sheet = site.get(address(vote, "/result"))
    assert "达到民法典第278条表决比例" in sheet.text
    assert "业主 3 人，面积 301.50 ㎡" in sheet.text
    assert "草稿" not in sheet.text
    assert "演示业主" not in sheet.text


def test_rp_64_the_next_ballot_keeps_medium_moment_and_agent_and_the_cursor(site: Site):
    vote = box.an_open()
    with clock.frozen(box.at("12-09 10:00")):
        site.sign_in("community_staff")
        page = site.get(address(vote, "/ballots"))
        answer = site.submit(
            page, "#ballot-form", htmx=True, line="1 1", medium="electronic", agent="演示代理",
            received_at="2026-12-08T09:30",
        )  # fmt: skip
    assert answer.status_code == 200
    line = answer.soup.select_one("#line")
    assert line is not None
    assert line.get("value", "") == ""
    assert line.has_attr("autofocus")
    assert answer.soup.select_one("#agent")["value"] == "演示代理"  # type: ignore[index]
    assert answer.soup.select_one("#received_at")["value"] == "2026-12-08T09:30"  # type: ignore[index]
    assert "1 号选票" in answer.text
    assert "演**" in answer.text


@pytest.mark.parametrize("htmx", [True, False])
def test_a_line_that_is_no_ballot_is_a_422_beside_its_field(site: Site, htmx: bool):
    vote = box.an_open()
    with clock.frozen(box.at("12-09 10:00")):
        site.sign_in("community_staff")
        page = site.get(address(vote, "/ballots"))
        answer = site.submit(page, "#ballot-form", htmx=htmx, line="77 1", received_at="2026-12-09T09:30")
    assert answer.status_code == 422
    assert "没有 77 号计数单位" in answer.words("#line-error")[0]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "昨天", ""])
def test_a_moment_that_is_none_is_refused_beside_its_field(site: Site, moment: str):
    vote = box.an_open()
    with clock.frozen(box.at("12-09 10:00")):
        site.sign_in("community_staff")
        page = site.get(address(vote, "/ballots"))
        answer = site.submit(page, "#ballot-form", line="1 1", received_at=moment)
    assert answer.status_code == 422
    assert answer.words("#received_at-error")


def test_an_area_beyond_every_house_is_a_422_beside_its_field(site: Site):
    vote = box.a_draft()
    site.sign_in("community_staff")
    page = site.get(address(vote, "/roster/new"))
    answer = site.submit(page, "form.asking", unit="9-101", owners="演示甲", registered="99999999")
    assert answer.status_code == 422
    assert "之间" in answer.words("#registered-error")[0]


def test_the_second_reader_does_not_see_what_was_entered(site: Site):
    vote = box.an_open()
    box.enter(vote, "1 2")
    with clock.frozen(box.at("12-16 10:00")):
        site.sign_in("community_admin")
        page = site.get(address(vote, "/ballots/checks"))
        assert "1 号选票" in page.text
        assert not [one for one in page.words("#entry .rows b.nowrap") if "反对" in one]
        answer = site.submit(page, "#ballot-form", line="1 1")
        assert answer.status_code == 303
        problems = site.get(address(vote, "/ballots/problems"))
    assert "两次录入不同 1" in problems.text
    assert problems.words("tbody td.nowrap") == ["反对", "同意"]


def test_rp_54_papers_that_contradict_each_other_stand_side_by_side_and_one_is_declared_void(site: Site):
    vote = box.an_open()
    box.cast(vote, "1 1", "1 2", "2 1")
    with clock.frozen(box.at("12-16 10:00")):
        site.sign_in("community_staff")
        page = site.get(address(vote, "/ballots/problems"))
        assert page.words("tbody td.nowrap") == ["同意", "反对"]
        second = db.session.query(Ballot).filter_by(vote_id=vote.id, no=2).one()
        dialog = site.get(address(vote, f"/ballots/{second.id}/voiding"))
        assert site.submit(dialog, "form.asking", reason="").status_code == 422
        assert site.submit(dialog, "form.asking", reason="本人书面确认").status_code == 303
        assert "没有要核实的选票" in site.get(address(vote, "/ballots/problems")).text


def test_rp_28_an_objection_is_entered_accepted_and_answered_on_the_page(site: Site):
    vote = box.a_publicised()
    site.sign_in("community_staff")
    page = site.get(address(vote, "/publicity/roster/objections"))
    answer = site.submit(page, "form.asking", content="面积不对", subject="1号楼001", is_anonymous="y", name="不该留下")
    assert answer.status_code == 303, answer.text
    page = site.get(address(vote))
    assert "面积不对" in page.text
    assert "匿名" in page.text
    deeds = [link["href"] for link in page.soup.select("#roster-card .acts a") if "objections" in str(link["href"])]
    accept = next(str(one) for one in deeds if str(one).endswith("accept"))
    assert site.submit(site.get(accept), "form.asking").status_code == 303
    finding = accept.replace("accept", "finding")
    sent = {"finding": "not_upheld", "answer": "登记簿如此", "row_version": "2"}
    assert site.post(finding, sent).status_code == 303
    assert "不成立：登记簿如此" in site.get(address(vote)).text.replace("\n", "")


def test_the_sheet_to_hang_has_the_masked_list_and_its_period(site: Site):
    vote = box.a_publicised()
    site.sign_in("district_org")
    page = site.get(address(vote, "/notices/roster"))
    assert "2026-11-20 到 2026-12-07 24:00" in page.text
    assert "演**" in page.text
    assert "演示业主" not in page.text
    assert site.get(address(vote, "/notices/result")).status_code == 404
    assert site.get(address(vote, "/notices/x")).status_code == 404


def test_names_are_masked_for_who_may_only_read(site: Site):
    vote = box.a_draft()
    site.sign_in("district_org")
    assert "演示业主" not in site.get(address(vote, "/roster")).text
    assert "共 6 套" in site.get(address(vote, "/roster?q=1号楼")).text
    assert "名册里没有这样的房屋" in site.get(address(vote, "/roster?q=演示业主001")).text
    site.sign_in("community_staff")
    assert "演示业主001" in site.get(address(vote, "/roster")).text


def test_a_sheet_with_names_is_printed_for_a_purpose_and_recorded(site: Site):
    vote = box.an_open()
    site.sign_in("community_staff")
    page = site.get(address(vote, "/sheets/delivery"))
    assert "演示业主" not in page.text
    assert site.submit(page, "#sheet-form", reason="").status_code == 422
    sheet = site.submit(page, "#sheet-form", reason="入户送达")
    assert "演示业主001" in sheet.text
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.changes["rows"]) == ("red_property.vote.printed", 6)


def test_rp_30_what_no_majority_decides_is_signed_house_by_house(site: Site):
    vote = box.a_draft([("1号楼101", "演示业主甲、演示业主乙", 9850), ("1号楼102", "演示业主丙", 8000)])
    site.sign_in("community_staff")
    assert "住改商签名表" in site.get(address(vote, "/roster")).text
    sheet = site.submit(site.get(address(vote, "/sheets/consent")), "#sheet-form", reason="住改商逐户签字")
    assert "一户不同意就不能改" in sheet.text
    assert [row.split()[1] for row in sheet.words("tbody tr")] == ["演示业主甲、演示业主乙", "演示业主丙"]
    assert site.get(address(vote, "/sheets/delivery")).status_code == 404  # counted and numbered from the publicity on


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("community_admin", 200), ("street_staff", 200), ("street_leader", 200), ("district_org", 200),
        ("community_admin_2", 404), ("street_staff_2", 404), ("property_liaison", 403), ("grid_worker", 403),
    ],
)  # fmt: skip
def test_rp_12_who_sees_a_vote(site: Site, username: str, status: int):
    vote = box.a_draft()
    site.sign_in(username)
    for part in ("", "/roster"):
        assert site.get(address(vote, part)).status_code == status


def test_rp_12_a_delegate_sees_the_votes_of_his_compound_alone(site: Site, committee: None):
    vote = box.a_draft()
    site.sign_in("owners_delegate")
    assert site.get(address(vote)).status_code == 200
    assert vote.title in site.get("/red-property/votes").text


def test_who_may_only_read_is_offered_nothing_and_refused(site: Site):
    vote = box.a_draft()
    site.sign_in("district_org")
    page = site.get(address(vote))
    assert page.soup.select("a[href*='/steps/'], a[href$='/edit']") == []
    assert site.get(address(vote, "/edit")).status_code == 403
    assert site.post(address(vote, "/steps/publicity"), {}).status_code == 403


def test_ids_of_another_vote_do_not_exist(site: Site):
    one, other = box.a_draft(), box.a_draft(title="另一次表决")
    unit_id = db.session.query(OwnersVote).count() and queries.motions(other.id)[0].id
    site.sign_in("community_staff")
    assert site.get(address(one, f"/motions/{unit_id}")).status_code == 404


def test_a_stale_save_of_the_plan_is_a_409(site: Site):
    vote = box.a_draft()
    site.sign_in("community_staff")
    page = site.get(address(vote, "/edit"))
    assert site.submit(page, "#vote-form", title="改一").status_code == 303
    page_again = site.submit(page, "#vote-form", title="改二", form_token="一个新的令牌二三四")
    assert page_again.status_code == 409


def test_the_list_searches_sorts_pages_and_is_exported(site: Site):
    box.a_draft()
    box.a_draft(title="锦绣前程", opens_on=box.day("12-10"))
    site.sign_in("community_staff")
    assert len(site.get("/red-property/votes?q=锦绣").soup.select("tbody tr")) == 1
    titles = site.get("/red-property/votes?sort=opens_on&desc=0").words("tbody th")
    assert titles == ["御景园2026年第1次业主表决", "锦绣前程"]
    assert site.get("/red-property/votes?sort=title").status_code == 400
    answer = site.post("/red-property/votes/export")
    assert answer.data[:2] == b"PK"


def test_the_list_costs_the_same_for_one_and_for_many(site: Site, counting: Callable[[], Any]):
    site.sign_in("community_staff")
    box.a_draft()
    with counting() as one:
        site.get("/red-property/votes")
    for number in range(4):
        box.a_draft(title=f"表决{number}")
    with counting() as many:
        assert len(site.get("/red-property/votes").soup.select("tbody tr")) == 5
    assert len(many) == len(one) <= 7


def test_a_vote_costs_the_same_for_few_and_for_many_ballots(site: Site, counting: Callable[[], Any]):
    few, many = box.an_open(box.rows(3)), box.an_open(box.rows(12), title="第二次")
    box.cast(few, "1 1")
    box.cast(many, *(f"{number} 1" for number in range(1, 11)))
    site.sign_in("community_staff")
    with counting() as one:
        site.get(address(few))
    with counting() as two:
        site.get(address(many))
    assert len(one) == len(two)


def test_rp_17_a_resolution_that_waits_is_handed_to_a_vote(site: Site, committee: None):
    meeting = table.a_draft("11-16")
    item = table.an_item(meeting, "电梯广告", topic="common_business")
    resolution = table.a_resolution(meeting, item, "12-31")
    table.submitted(meeting)
    site.sign_in("community_staff")
    page = site.get(f"/red-property/resolutions/{resolution.id}")
    link = page.soup.select_one("a[href*='/votes/new']")
    assert link is not None
    form = site.get(str(link["href"]))
    assert form.soup.select_one("#title")["value"] == "御景园：电梯广告"  # type: ignore[index]
    answer = site.submit(
        form, "#vote-form", form="written", initiator="committee", opens_on="2026-12-08", closes_at="2026-12-15T18:00"
    )
    assert answer.status_code == 303, answer.text
    motion = queries.motions(the_vote().id)[0]
    assert (motion.matter, motion.resolution_id) == ("change_common", resolution.id)
    assert db.session.get_one(Resolution, resolution.id).state is ResolutionState.AWAITS_OWNERS
    assert "电梯广告" in site.get(f"/red-property/resolutions/{resolution.id}").text


def test_rp_25_the_clause_is_attached_and_from_then_on_both_readings_are_shown(site: Site):
    vote = box.an_open(box.rows(9))
    box.deliver(vote, *range(1, 10))
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    site.sign_in("community_staff")
    page = site.get(address(vote, "/clause"))
    answer = site.submit(page, "form.asking", files=(BytesIO(b"%PDF-1.4 rules"), "议事规则第14条.pdf"))
    assert answer.status_code == 303, answer.text
    text = site.get(address(vote)).text
    assert "议事规则第14条.pdf" in text
    assert "存在争议" in text
    assert Box(the_vote()).found[0].tally.strict.passed is False  # type: ignore[union-attr]


def test_the_objector_is_shown_for_a_purpose_and_that_is_recorded(site: Site):
    vote = box.a_publicised()
    site.sign_in("community_staff")
    page = site.get(address(vote, "/publicity/roster/objections"))
    site.submit(page, "form.asking", content="面积不对", name="演示提出人", phone="13800000000")
    page = site.get(address(vote))
    assert "演示提出人" not in page.text
    link = page.soup.select_one("a[href$='/contact']")
    assert link is not None
    asking = site.get(str(link["href"]))
    assert site.submit(asking, "form.asking", reason="").status_code == 422
    shown = site.submit(asking, "form.asking", reason="电话答复")
    assert "演示提出人" in shown.text
    assert "13800000000" in shown.text
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.changes) == ("kernel.objection.revealed", {"reason": "电话答复"})


def test_a_step_that_is_not_due_is_drawn_with_its_reason(site: Site):
    vote = box.a_publicised()
    site.sign_in("community_staff")
    page = site.get(address(vote))
    assert "公示到 2026-12-07 24:00 为止" in page.soup.select_one("button[disabled]")["title"]  # type: ignore[index]
    answer = take(site, vote, "opening")
    assert answer.status_code == 422
    assert "到那天再开始" in answer.text
