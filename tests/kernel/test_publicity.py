"""公示: the frozen list, its strict period, objections with or without a name, and what a caller may ask (D12, D22)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import db
from shuangluan.kernel import clock, postings, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.postings import ObjectionState, PostingState
from shuangluan.kernel.publicity import Channel, Finding, FrozenList, Notice, Objector
from shuangluan.kernel.workdays import Calendar, Limit, Unit, YearDays
from tests import build

KIND, RECORD = "red_property.roster", 7
DAY = date(2026, 11, 20)  # the Friday of the tests
FIVE = Limit(5, Unit.WORKING_DAY)
CALENDAR = Calendar((YearDays(2026, True),))


def a_list(*names: str) -> FrozenList:
    return FrozenList.of(["房号", "业主"], [[f"{place}-101", name] for place, name in enumerate(names, 1)])


def a_notice(frozen: FrozenList | None = None, term: Limit = FIVE, place: str = "小区公告栏") -> Notice:
    return Notice("业主名册公示", frozen or a_list("演示甲", "演示乙"), place, "张贴", term)


def deed(username: str = "community_staff", **span: int):
    return {"by": build.actor(username), "at": clock.now() + timedelta(**span)}


def posted(**more):
    return publicity.post(KIND, RECORD, a_notice(**more), on=DAY, **deed())


def raised(one, **more):
    values = {
        "subject": "1-101", "content": "面积写错了", "channel": Channel.WRITTEN,
        "objector": Objector("演示业主", "13800000000"), "received_on": DAY, "due_on": DAY + timedelta(10),
    } | more  # fmt: skip
    return publicity.enter_objection(one, **values, **deed())


# --- the period -------------------------------------------------------------------------------------------


def test_five_working_days_do_not_count_the_day_of_posting():
    """WF-110: Friday the 20th, then Monday to Friday."""
    assert postings.last_day(DAY, FIVE, CALENDAR) == date(2026, 11, 27)


def test_calendar_days_that_end_on_a_day_of_rest_end_on_the_next_working_day():
    """WF-110: 15 days after Friday the 20th is Saturday 12-05."""
    assert postings.last_day(DAY, Limit(15, Unit.CALENDAR_DAY), CALENDAR) == date(2026, 12, 7)
    assert postings.last_day(DAY, Limit(14, Unit.CALENDAR_DAY), CALENDAR) == date(2026, 12, 4)


@pytest.mark.parametrize("term", [FIVE, Limit(15, Unit.CALENDAR_DAY)])
def test_a_period_that_reaches_an_unpublished_year_is_refused_and_not_estimated(term: Limit):
    """D12, WF-110."""
    with pytest.raises(RuleBroken, match="2027 年的放假安排还没有公布"):
        postings.last_day(date(2026, 12, 29), term, CALENDAR)
    assert postings.last_day(date(2026, 12, 11), term, CALENDAR).year == 2026


@pytest.mark.parametrize("term", [Limit(0, Unit.WORKING_DAY), Limit(5, Unit.HOUR)])
def test_a_period_is_one_day_or_more_in_days(term: Limit):
    with pytest.raises(RuleBroken, match="公示期要写 1 天以上"):
        postings.last_day(DAY, term, CALENDAR)


# --- the list ---------------------------------------------------------------------------------------------


def test_the_hash_follows_the_words_of_the_list():
    assert a_list("甲", "乙").snapshot_hash == a_list("甲", "乙").snapshot_hash
    assert a_list("甲", "乙").snapshot_hash != a_list("乙", "甲").snapshot_hash


@pytest.mark.parametrize("number", ["13800000000", "电话13800000000", "110101199003074514", "11010119900307451X"])
def test_an_identity_or_mobile_number_is_never_published(number: str):
    with pytest.raises(RuleBroken, match="第 1 行里有身份证号或手机号"):
        FrozenList.of(["姓名"], [[number]])


def test_a_house_number_and_an_area_may_stand_in_a_list():
    assert FrozenList.of(["房号", "面积"], [["12-3-1502", 123456]]).rows == (("12-3-1502", "123456"),)


def test_a_row_has_a_text_for_each_heading():
    with pytest.raises(RuleBroken, match="第 1 行与表头的列数不符"):
        FrozenList.of(["房号", "业主"], [["1-101"]])


# --- posting ----------------------------------------------------------------------------------------------


def test_a_list_is_put_up_with_its_period_and_recorded(writing: None):
    one = posted()
    assert (one.round, one.posted_on, one.until, one.state) == (1, DAY, date(2026, 11, 27), PostingState.POSTED)
    assert one.snapshot_hash == a_list("演示甲", "演示乙").snapshot_hash
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.record_kind, entry.record_id) == ("kernel.publicity.posted", "publicity", one.id)
    assert publicity.current(KIND, RECORD) is one
    assert publicity.current(KIND, RECORD + 1) is None


def test_two_lists_of_one_record_do_not_hang_together(writing: None):
    posted()
    with pytest.raises(RuleBroken, match="名单已经公示"):
        posted()


def test_the_database_too_keeps_one_list_in_force(writing: None):
    one = posted()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            text(
                "INSERT INTO publicity (kind, record_id, round, title, columns, rows, snapshot_hash, place, manner,"
                " days, unit, posted_on, until, state, posted_at, posted_by_id, reason, row_version)"
                " SELECT kind, record_id, 2, title, columns, rows, snapshot_hash, place, manner, days, unit,"
                " posted_on, until, state, posted_at, posted_by_id, reason, row_version FROM publicity WHERE id = :id"
            ),
            {"id": one.id},
        )


def test_an_empty_list_and_a_list_without_a_place_are_refused(writing: None):
    with pytest.raises(RuleBroken, match="名单是空的"):
        posted(frozen=FrozenList.of(["房号"], []))
    with pytest.raises(RuleBroken, match="公示的地方"):
        posted(place="")


def test_a_changed_list_needs_a_new_period(writing: None):
    first = posted()
    later = date(2026, 11, 24)
    with pytest.raises(RuleBroken, match="没有变化"):
        publicity.repost(first, a_notice(), reason="复查", on=later, **deed(days=4))
    second = publicity.repost(first, a_notice(a_list("演示甲", "演示丙")), reason="更正业主", on=later, **deed(days=4))
    assert (first.state, first.reason) == (PostingState.REPLACED, "更正业主")
    assert (second.round, second.until) == (2, postings.last_day(later, FIVE, working_calendar()))
    assert [one.round for one in publicity.rounds(KIND, RECORD)] == [2, 1]
    with pytest.raises(RuleBroken, match="从最新的一次"):
        publicity.repost(first, a_notice(a_list("演示丁")), reason="再改", on=later, **deed(days=4))


def test_a_list_is_withdrawn_with_its_reason_and_may_be_put_up_again(writing: None):
    one = posted()
    with pytest.raises(RuleBroken, match="写明原因"):
        publicity.withdraw(one, reason="", **deed())
    publicity.withdraw(one, reason="议题撤销", **deed())
    assert publicity.current(KIND, RECORD) is None
    assert "已撤回" in publicity.why_not_concluded(one, DAY + timedelta(30))
    assert posted().round == 2


# --- objections -------------------------------------------------------------------------------------------


def test_an_anonymous_objection_keeps_nothing_of_who_raised_it(writing: None):
    one = raised(posted(), objector=None)
    assert (one.is_anonymous, one.name, one.phone, one.number) == (True, None, None, 1)


def test_the_name_of_an_objector_is_sealed(writing: None):
    one = raised(posted())
    assert (one.name, one.phone) == ("演示业主", "13800000000")
    stored = db.session.execute(text("SELECT name, phone FROM objection")).one()
    assert all("演示业主".encode() not in bytes(value) and b"13800000000" not in bytes(value) for value in stored)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert entry.changes["name"] == [None, "（加密）"]


def test_a_named_objection_has_a_name(writing: None):
    with pytest.raises(RuleBroken, match="勾选匿名"):
        raised(posted(), objector=Objector(" "))


@pytest.mark.parametrize(
    ("received", "days_later", "words"),
    [
        (DAY - timedelta(1), 0, "要在公示期"),
        (date(2026, 11, 28), 8, "要在公示期"),
        (DAY + timedelta(1), 0, "不能晚于今天"),
    ],
)
def test_an_objection_outside_the_period_is_refused(writing: None, received: date, days_later: int, words: str):
    one = posted()
    with pytest.raises(RuleBroken, match=words):
        publicity.enter_objection(
            one, subject="", content="不对", channel=Channel.OTHER, objector=None, received_on=received,
            due_on=received, **deed(days=days_later),
        )  # fmt: skip


def test_an_objection_of_the_last_day_is_in_time_though_entered_later(writing: None):
    """WF-166."""
    one = posted()
    publicity.enter_objection(
        one, subject="", content="不对", channel=Channel.OTHER, objector=None, received_on=one.until,
        due_on=one.until, **deed(days=9),
    )  # fmt: skip
    assert publicity.open_objections(KIND, RECORD) == 1


def test_an_objection_is_accepted_before_it_is_decided(writing: None):
    one = raised(posted())
    with pytest.raises(RuleBroken, match="先受理"):
        publicity.decide_objection(one, finding=Finding.UPHELD, answer="属实", **deed())
    publicity.accept_objection(one, **deed("community_admin"))
    with pytest.raises(RuleBroken, match="核实情况"):
        publicity.decide_objection(one, finding=Finding.UPHELD, answer="", **deed("community_admin"))
    publicity.decide_objection(one, finding=Finding.PARTLY, answer="面积已更正", **deed("community_admin"))
    assert (one.state, one.finding, one.decided_by_name) == (
        ObjectionState.DECIDED, Finding.PARTLY, build.person("community_admin").name,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="不能再改结论"):
        publicity.decide_objection(one, finding=Finding.UPHELD, answer="又改", **deed("community_admin"))


def test_an_objection_is_declined_with_the_reason(writing: None):
    one = raised(posted())
    with pytest.raises(RuleBroken, match="不予受理要写原因"):
        publicity.decline_objection(one, reason="", **deed())
    publicity.decline_objection(one, reason="与名单无关", **deed())
    assert (one.state, one.answer, one.finding) == (ObjectionState.DECLINED, "与名单无关", None)
    assert publicity.open_objections(KIND, RECORD) == 0


# --- what a caller asks -----------------------------------------------------------------------------------


def test_it_may_be_concluded_only_after_its_period(writing: None):
    one = posted()
    assert not publicity.has_run(one, one.until)
    assert publicity.has_run(one, one.until + timedelta(1))
    with pytest.raises(RuleBroken, match="期满后才能办理"):
        publicity.conclude(one, on=one.until, **deed())
    publicity.conclude(one, on=one.until + timedelta(1), **deed(days=8))
    assert one.state is PostingState.CONCLUDED
    with pytest.raises(RuleBroken, match="已经办结"):
        publicity.conclude(one, on=one.until + timedelta(1), **deed(days=8))
    with pytest.raises(RuleBroken, match="不再收异议"):
        raised(one)


def test_an_open_objection_to_an_earlier_list_still_blocks(writing: None):
    first = posted()
    objection = raised(first)
    second = publicity.repost(first, a_notice(a_list("演示丙")), reason="更正", on=DAY, **deed())
    after = second.until + timedelta(1)
    assert "还有 1 条异议没有办结" in publicity.why_not_concluded(second, after)
    publicity.decline_objection(objection, reason="已在新名单里更正", **deed())
    assert publicity.why_not_concluded(second, after) == ""


def test_the_card_tells_the_state_as_of_the_day(writing: None):
    assert publicity.card(KIND, RECORD, DAY) is None
    one = posted()
    raised(one)
    running, over = publicity.card(KIND, RECORD, DAY), publicity.card(KIND, RECORD, one.until + timedelta(1))
    assert running is not None
    assert over is not None
    assert (running.label, running.is_running, len(running.objections)) == ("公示中", True, 1)
    assert (over.label, over.is_running) == ("期满待办结", False)
    assert "1 条异议" in over.refusal


def test_an_objection_is_found_only_under_its_own_record(writing: None):
    one = raised(posted())
    assert publicity.objection(one.id, KIND, RECORD) is one
    assert publicity.objection(one.id, KIND, RECORD + 1) is None
