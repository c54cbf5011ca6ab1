"""核查、回访、办结、退回再办 over HTTP: who may, whom he asks, what follows from the answers."""

from io import BytesIO
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal, Check, Contact
from shuangluan.grid.rules import Action, ReporterKind
from shuangluan.kernel.models import Attachment
from tests import build
from tests.grid.deeds import address, done, verified
from tests.grid.test_acts_legs import a_picture

A = Action
FORM = "#dialog-body"


def contacts(appeal: Appeal) -> list[Contact]:
    """Every attempt, the first first."""
    return list(db.session.scalars(select(Contact).where(Contact.appeal_id == appeal.id).order_by(Contact.id)))


def a_finding(by: str = "grid_worker") -> Appeal:
    """What a 网格员 found on duty; no resident reported it."""
    return build.an_appeal(by=by, reporter=services.ReporterFacts(ReporterKind.GRID_WORKER, "演示网格员", build.PHONE))


def test_gr_57_who_reports_and_handles_may_not_verify_and_rates_nothing(site):
    appeal = a_finding()
    done(services.answer_at_once, appeal, "grid_worker", text="当场拧紧了", evidence=1)
    site.sign_in("grid_worker")
    typed = {"way": "on_site", "passed": "1", "note": "好了", "row_version": str(appeal.row_version)}
    for answer in (site.get(address(A.CHECK, appeal)), site.post(address(A.CHECK, appeal), typed)):
        assert (answer.status_code, answer.words("#dialog-body .note")[0][:5]) == (422, "只有网格长")
    assert db.session.scalars(select(Check)).all() == []
    site.sign_in("grid_worker_3")  # of the other grid: he may, for no resident reported it (GR-32)
    checked = site.submit(site.get(address(A.CHECK, appeal)), FORM, way="on_site", passed="1", note="拧紧了")
    assert checked.status_code == 303
    site.sign_in("grid_leader")
    asked = site.get(address(A.CONTACT, appeal))
    assert asked.status_code == 422
    assert "网格员自己发现的都不回访" in asked.words("#dialog-body .note")[0]
    assert site.submit(site.get(address(A.CLOSE, appeal)), FORM).status_code == 303
    assert (appeal.state, contacts(appeal)) == ("closed", [])


def test_gr_57_a_leader_who_found_and_handled_it_is_told_that_others_verify(site):
    leader = build.person("grid_leader")
    appeal = a_finding("grid_leader")
    done(services.accept_appeal, appeal, "community_admin")
    body = services.Body("网格长", area=build.A, person_id=leader.id)
    done(services.dispatch_appeal, appeal, "community_admin", body)
    done(services.sign_leg, appeal, "grid_leader")
    done(services.respond, appeal, "grid_leader", outcome=rules.Outcome.SOLVED, text="拧紧了", evidence=1)
    site.sign_in("grid_leader")
    typed = {"way": "on_site", "passed": "1", "note": "好了", "row_version": str(appeal.row_version)}
    said = ["你或你单位办理过这件诉求，核查、回访和办结要由别人来做"]
    for answer in (site.get(address(A.CHECK, appeal)), site.post(address(A.CHECK, appeal), typed)):
        assert (answer.status_code, answer.words("#dialog-body .note")) == (422, said)


def test_gr_57_a_body_that_handled_it_may_not_close_it(site):
    appeal = build.an_accepted_appeal(category="elder_alone")
    done(services.dispatch_appeal, appeal, "community_admin", services.office(build.A))
    done(services.sign_leg, appeal, "community_staff")
    done(
        services.respond, appeal, "community_staff", outcome=rules.Outcome.SOLVED, text="每周上门", evidence=1
    )
    site.sign_in("community_admin")
    for action in (A.CHECK, A.CONTACT):
        asked = site.get(address(action, appeal))
        assert asked.words("#dialog-body .note") == ["你或你单位办理过这件诉求，核查、回访和办结要由别人来做"]
    site.sign_in("grid_leader")
    assert site.get(address(A.CHECK, appeal)).status_code == 200


def test_reporters_are_asked_by_a_masked_name_and_the_unheard_first(site):
    appeal = build.an_answered_appeal()
    for kind, name, phone in (
        (ReporterKind.RESIDENT, "演示乙", "13800000002"),
        (ReporterKind.ANONYMOUS, "", ""),
        (ReporterKind.GRID_WORKER, "演示丙", "13800000003"),
    ):
        done(services.add_reporter, appeal, "community_admin", services.ReporterFacts(kind, name, phone))
    site.sign_in("community_admin")
    first = build.reporters(appeal)[0]
    asked = site.get(address(A.CONTACT, appeal))
    site.submit(asked, FORM, reporter_id=str(first), reached="0")
    assert asked.words("#reporter_id option") == [
        "演**（居民，138****0000） · 还没联系",
        "演**（居民，138****0002） · 还没联系",
    ]
    again = site.get(address(A.CONTACT, appeal))
    assert again.words("#reporter_id option")[0] == "演**（居民，138****0000） · 联系过 1 次没接通"
    answered = {"reached": "1", "says_solved": "1", "satisfaction": "basic"}
    site.submit(again, FORM, reporter_id=str(first), **answered)
    assert site.get(address(A.CONTACT, appeal)).words("#reporter_id option") == [
        "演**（居民，138****0002） · 还没联系",
        "演**（居民，138****0000） · 已答：基本满意",
    ]
    assert [one.attempt for one in contacts(appeal)] == [1, 2]


def test_b04_nobody_elses_reporter_is_contacted(site):
    appeal, other = build.an_answered_appeal(), build.an_answered_appeal("灯不亮")
    site.sign_in("community_admin")
    asked = site.get(address(A.CONTACT, appeal))
    for reporter_id in (build.reporters(other)[0], 999999, "x"):
        sent = site.submit(asked, FORM, reporter_id=str(reporter_id), reached="0")
        assert (sent.status_code, sent.words("#reporter_id-error")) == (422, ["没有这位诉求人，从列表里重新选"])
    assert contacts(appeal) == contacts(other) == []


def test_an_answer_is_whole_or_none(site):
    appeal = build.an_answered_appeal()
    site.sign_in("community_admin")
    asked = site.get(address(A.CONTACT, appeal))
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"reached": "1"}, "satisfaction", "联系上了，请选择满意、基本满意或不满意"),
        ({"reached": "1", "satisfaction": "satisfied"}, "says_solved", "请填写诉求人认为是否已解决"),
        ({"reached": "1", "satisfaction": "unsatisfied", "says_solved": "1"}, "reasons", "不满意的，请选择原因"),
        ({"reached": "0", "satisfaction": "satisfied"}, "satisfaction", "没有联系上，不能填写评价"),
        ({"reached": "1", "satisfaction": "unrated"}, "satisfaction", "这一项不在列表里，从列表里重新选"),
        ({"reached": "1", "satisfaction": "basic", "reasons": ["x"]}, "reasons", "这一项不在列表里，从列表里重新选"),
    ]
    for typed, field, sentence in cases:
        sent = site.submit(asked, FORM, **typed)
        assert (sent.status_code, sent.words(f"#{field}-error")) == (422, [sentence])
    assert contacts(appeal) == []


def test_what_is_asked_only_sometimes_says_when(site):
    site.sign_in("community_admin")
    asked = site.get(address(A.CONTACT, build.an_answered_appeal()))
    waits = {part["data-when"]: part.select_one("[name]")["name"] for part in asked.soup.select("fieldset.when")}
    assert waits == {"reached=1": "satisfaction", "satisfaction=unsatisfied": "reasons"}
    assert [part["data-when"] for part in asked.soup.select("fieldset.when")].count("reached=1") == 2


def test_gr_32_an_answer_that_is_not_solved_leads_on_to_doing_it_again(site):
    appeal = build.an_answered_appeal()
    site.sign_in("community_admin")
    typed = {
        "reached": "1", "says_solved": "0", "satisfaction": "unsatisfied", "reasons": ["poor_quality", "slow"],
    }  # fmt: skip
    sent = site.submit(site.get(address(A.CONTACT, appeal)), FORM, **typed)
    assert (sent.status_code, sent.location) == (303, address(A.REWORK, appeal))
    asked = site.get(sent.location)
    ticked = [box["value"] for box in asked.soup.select("[name=reasons][checked]")]
    assert ticked == ["not_solved", "poor_quality"]  # 太慢 is recorded, not done again
    assert site.submit(asked, FORM).status_code == 303
    assert (appeal.state, appeal.rework_count) == ("processing", 1)


def test_an_unhappy_answer_that_only_the_record_needs_leads_nowhere(site):
    appeal = build.an_answered_appeal()
    site.sign_in("community_admin")
    typed = {"reached": "1", "says_solved": "1", "satisfaction": "unsatisfied", "reasons": ["slow"]}
    sent = site.submit(site.get(address(A.CONTACT, appeal)), FORM, **typed)
    assert sent.location == f"/grid/appeals/{appeal.id}"


def test_doing_it_again_needs_a_reason_or_words(site):
    appeal = verified()
    site.sign_in("community_admin")
    sent = site.submit(site.get(address(A.REWORK, appeal)), FORM)
    assert (sent.status_code, sent.words("#note-error")) == (422, ["请写明哪里没有办好"])


def test_a_check_keeps_its_photos_and_a_failed_one_leads_on_to_doing_it_again(site):
    appeal = build.an_answered_appeal()
    site.sign_in("community_admin")
    asked = site.get(address(A.CHECK, appeal))
    sent = site.submit(asked, FORM, way="on_site", passed="0", note="门还是关不上", photos=[a_picture()])
    assert (sent.status_code, sent.location) == (303, address(A.REWORK, appeal))
    assert [(one.purpose, one.name) for one in db.session.scalars(select(Attachment))] == [("check", "门.png")]


def test_photos_of_a_check_are_pictures_and_at_most_three(site):
    appeal = build.an_answered_appeal()
    site.sign_in("community_admin")
    asked = site.get(address(A.CHECK, appeal))
    typed = {"way": "on_site", "passed": "1", "note": "好了"}
    many = site.submit(asked, FORM, **typed, photos=[a_picture(f"{n}.png") for n in range(4)])
    assert many.words("#photos-error") == ["最多 3 个，现在有 4 个，去掉几个再提交"]
    paper = site.submit(asked, FORM, **typed, photos=[(BytesIO(b"%PDF-1.4"), "单.pdf")])
    assert paper.words("#photos-error") == ["“单.pdf”不是照片：这里只收 jpg、png"]


def test_closing_shows_the_result_the_check_and_each_answer_first(site):
    appeal = verified()
    site.sign_in("community_admin")
    asked = site.get(address(A.CLOSE, appeal))
    assert list(zip(asked.words(".box dt"), asked.words(".box dd"), strict=True)) == [
        ("办结类型", "已解决"),
        ("办理结果", "已更换闭门器"),
        ("核查", "现场，属实：看过了"),
        ("回访", "演**（居民，138****0000）：满意，认为已解决"),
    ]
    assert "10 个工作日内可以重办" in asked.text


def test_what_stands_in_the_way_of_closing_is_said_instead_of_a_form(site):
    site.sign_in("community_admin")
    for appeal, reason in (
        (build.an_answered_appeal(), "“已反馈”的诉求不能办结，现在可以："),
        (verified(solved=False), "有 1 位诉求人说未解决，不能按“已解决”办结，请退回再办"),
    ):
        asked = site.get(address(A.CLOSE, appeal))
        assert asked.status_code == 422
        assert asked.words("#dialog-body .note")[0].startswith(reason)
        assert asked.soup.select("form#dialog-body") == []
    assert address(A.REWORK, appeal) in [link["href"] for link in asked.soup.select("#dialog-body .picks a")]
