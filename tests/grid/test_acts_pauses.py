"""挂起 and 延期 over HTTP: reporters first, one level up, within the limits."""

from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import services
from shuangluan.grid.models import Appeal, AppealReporter, Suspension
from shuangluan.grid.rules import Action, ReporterKind
from shuangluan.kernel import clock
from tests import build
from tests.grid.deeds import address, asked_extension, asked_pause, done

A = Action
FORM = "#dialog-body"


def told(appeal: Appeal) -> list[bool]:
    """Whether each reporter was told."""
    rows = select(AppealReporter).where(AppealReporter.appeal_id == appeal.id).order_by(AppealReporter.id)
    return [row.told_at is not None for row in db.session.scalars(rows)]


def two_waiting() -> Appeal:
    """Asked to be paused; two reporters to tell, and two who cannot or need not be."""
    appeal = asked_pause()
    for kind, name, phone in (
        (ReporterKind.RESIDENT, "演示乙", "13800000002"),
        (ReporterKind.ANONYMOUS, "", ""),
        (ReporterKind.GRID_WORKER, "演示丙", "13800000003"),
    ):
        done(services.add_reporter, appeal, "community_admin", services.ReporterFacts(kind, name, phone))
    return appeal


def test_gr_27_reporters_are_told_in_the_dialog_all_of_them_and_with_the_pause_or_not_at_all(site):
    appeal = two_waiting()
    first, second, *_ = build.reporters(appeal)
    site.sign_in("community_admin")
    detail = site.get(f"/grid/appeals/{appeal.id}")
    assert detail.soup.select(f"a[href='{address(A.APPROVE_SUSPENSION, appeal)}']")  # open although nobody is told yet
    asked = site.get(address(A.APPROVE_SUSPENSION, appeal))
    assert asked.words(".picks .pick") == ["演**（居民，138****0000）", "演**（居民，138****0002）"]
    for ticked, left in (([], 2), ([first], 1), ([first, first], 1)):
        sent = site.submit(asked, FORM, told=[str(one) for one in ticked])
        assert (sent.status_code, sent.words("#told-error")) == (
            422,
            [f"还有 {left} 位诉求人没有告知，告知以后才能挂起"],
        )
    assert (told(appeal), appeal.is_suspended) == ([False] * 4, False)
    assert site.submit(asked, FORM, told=[str(first), str(second)]).status_code == 303
    assert (told(appeal), appeal.is_suspended) == ([True, True, False, False], True)


def test_who_was_told_beforehand_is_not_asked_for_again(site):
    appeal = asked_pause()
    done(services.tell_reporters, appeal, "community_admin", build.reporters(appeal))
    site.sign_in("community_admin")
    asked = site.get(address(A.APPROVE_SUSPENSION, appeal))
    assert asked.soup.select("[name=told]") == []
    assert site.submit(asked, FORM).status_code == 303


def test_b04_the_reporter_of_another_appeal_cannot_be_ticked(site):
    appeal, other = asked_pause(), build.an_appeal("灯不亮")
    site.sign_in("community_admin")
    asked = site.get(address(A.APPROVE_SUSPENSION, appeal))
    sent = site.submit(asked, FORM, told=[str(build.reporters(other)[0])])
    assert (sent.status_code, sent.words("#told-error")) == (422, ["这一项不在列表里，从列表里重新选"])
    assert told(other) == [False]


def test_gr_27_more_than_thirty_days_are_for_the_street(site):
    appeal = asked_pause(31)
    site.sign_in("community_admin")
    asked = site.get(address(A.APPROVE_SUSPENSION, appeal))
    assert (asked.status_code, asked.words("#dialog-body .note")) == (422, ["挂起 31 天，超过 30 天的要由街道同意"])
    assert address(A.REFUSE_SUSPENSION, appeal) in [link["href"] for link in asked.soup.select("#dialog-body .picks a")]
    site.sign_in("street_staff")
    sent = site.submit(
        site.get(address(A.APPROVE_SUSPENSION, appeal)), FORM, told=[str(one) for one in build.reporters(appeal)]
    )
    assert sent.status_code == 303


def test_nobody_agrees_to_what_his_own_body_asked_for(site):
    appeal = build.an_accepted_appeal(category="elder_alone")
    done(services.dispatch_appeal, appeal, "street_staff", services.office(build.A))
    done(services.sign_leg, appeal, "community_staff")
    done(
        services.ask_suspension, appeal, "community_staff",
        reason="reporter", note="住院了", planned_to=date(2026, 11, 30),
    )  # fmt: skip
    site.sign_in("community_admin")
    asked = site.get(address(A.APPROVE_SUSPENSION, appeal))
    assert (asked.status_code, asked.words("#dialog-body .note")) == (422, ["只有主办单位的上一级可以同意挂起"])


def test_a_planned_end_in_the_past_is_refused_beside_its_field(site):
    appeal = build.a_signed_appeal()
    site.sign_in("property_liaison")
    asked = site.get(address(A.ASK_SUSPENSION, appeal))
    assert "超过 30 天的要由街道同意" in asked.text
    sent = site.submit(asked, FORM, reason="funds", planned_to_on="2026-11-20", note="等配件")
    assert (sent.status_code, sent.words("#planned_to_on-error")) == (422, ["预计恢复的日子要晚于挂起的日子"])
    assert db.session.scalars(select(Suspension)).all() == []


def test_an_extension_is_at_most_the_first_limit_and_counted_in_whole_days(site):
    appeal = build.a_signed_appeal()
    site.sign_in("property_liaison")
    asked = site.get(address(A.ASK_EXTENSION, appeal))
    for typed, sentence in (
        ("6", "延期要写 1 至 5 个工作日，不超过原期限"),
        ("1.5", "只写数字，如 5"),
        ("²", "只写数字，如 5"),
        ("99999999999999999999", "只写数字，如 5"),
        ("0", "填延几个工作日"),
    ):
        sent = site.submit(asked, FORM, days=typed, reason="配件没到")
        assert (sent.status_code, sent.words("#days-error")) == (422, [sentence])
    assert site.submit(asked, FORM, days="5", reason="配件没到").status_code == 303


def test_gr_29_agreeing_to_an_extension_shows_both_dates(site):
    appeal = asked_extension()
    site.sign_in("community_admin")
    asked = site.get(address(A.APPROVE_EXTENSION, appeal))
    assert "2 个工作日，2026-11-27 改到 2026-12-01" in asked.words(".box dd")
    site.submit(asked, FORM)
    assert (appeal.due_on, appeal.first_due_on) == (date(2026, 12, 1), date(2026, 11, 27))


def test_what_is_asked_is_named_by_who_asks_why_and_until_when(site):
    appeal = asked_pause()
    site.sign_in("community_admin")
    asked = site.get(address(A.REFUSE_SUSPENSION, appeal))
    assert list(zip(asked.words(".box dt"), asked.words(".box dd"), strict=True)) == [
        ("申请人", f"演示物业联络员，{clock.local(clock.now()):%m-%d %H:%M}"),
        ("挂起理由", "等待资金或采购"),
        ("说明", "等配件"),
        ("预计恢复", "2026-11-27（7 天）"),
        ("现在到期", "2026-11-27"),
    ]
