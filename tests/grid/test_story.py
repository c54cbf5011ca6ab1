"""The whole of an appeal: its trail in Chinese, what stands in it, how its dates are put into words (GR-62, GR-71)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import inspect

from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.history import Entry
from shuangluan.grid.queries.names import FIELD_LABEL, NOT_TOLD
from shuangluan.grid.rules import AppealState
from shuangluan.kernel import attachments, audit, clock
from shuangluan.kernel.audit import NOT_A_CHANGE
from shuangluan.kernel.workdays import Limit, Unit
from tests import build
from tests.conftest import NOW
from tests.grid.test_detail import done


def told_by(appeal: Appeal, username: str = "community_admin") -> list[Entry]:
    """The timeline, oldest first."""
    story = queries.story(appeal.id, viewer=build.viewer(username), now=clock.now())
    assert story is not None
    return queries.history(story)[::-1]


def story_of(appeal: Appeal, username: str = "community_admin") -> queries.Story:
    found = queries.story(appeal.id, viewer=build.viewer(username), now=clock.now())
    assert found is not None
    return found


def test_every_column_of_an_appeal_has_a_name_or_is_left_out_on_purpose():
    columns = {column.key for column in inspect(Appeal).column_attrs} - NOT_A_CHANGE
    assert set(FIELD_LABEL) | NOT_TOLD == columns
    assert not set(FIELD_LABEL) & NOT_TOLD


def test_a_deed_and_its_explanation_are_one_line(app):
    appeal = build.a_dispatched_appeal()
    done(services.ask_return, appeal, "property_liaison", reason="不归物业管", should_be="区住建局")
    last = told_by(appeal)[-2:]
    assert [(entry.title, entry.text) for entry in last] == [
        ("派发", "派发给御景物业公司（主办）"),
        ("申请退回", "不归物业管（应由区住建局办理）"),
    ]
    assert [entry.by for entry in last] == ["演示社区书记 · 社区书记", "演示物业联络员 · 物业联络员"]


def test_the_same_deed_twice_in_one_moment_stays_two_lines(app):
    appeal = build.a_dispatched_appeal()
    for text in ("快一点", "请尽快"):
        done(services.remind, appeal, "community_admin", text=text)
    assert [(e.title, e.text) for e in told_by(appeal)[-2:]] == [("催办", "快一点"), ("催办", "请尽快")]


def test_changed_values_are_told_in_chinese(app):
    appeal = build.an_appeal(where=build.place("御景园", None))
    done(services.locate_appeal, appeal, "community_admin", build.place("御景园", "3号楼"))
    done(services.locate_appeal, appeal, "community_admin", build.place("御景园", "1号楼"))
    done(services.accept_appeal, appeal, "community_admin", category="corridor_light", level=rules.Level.COMPLEX)
    located, moved, accepted = told_by(appeal)[-3:]
    assert located.lines == [("楼栋", "", "3号楼"), ("网格", "", "万和城社区第2网格")]
    assert moved.lines == [("楼栋", "3号楼", "1号楼"), ("网格", "万和城社区第2网格", "万和城社区第1网格")]
    assert accepted.lines == [
        ("状态", "待受理", "已受理"),
        ("类别", "公共设施损坏", "楼道照明"),
        ("等级", "一般", "较复杂"),
        ("承诺期限", "", "2026-12-04"),
        ("原期限", "", "2026-12-04"),
    ]


def test_a_code_that_the_catalogue_no_longer_has_stands_for_itself(app):
    names = story_of(build.an_appeal()).names
    assert names.category("corridor_light") == "楼道照明"
    assert names.category("abolished") == "abolished"
    assert names.value("category", "abolished") == "abolished"
    assert names.value("state", "abolished") == "abolished"
    assert names.value("grid_id", 999) == "—"
    assert names.value("is_mass", True) == "是"
    assert names.value("discovered_at", "2026-11-20T02:00:00+00:00") == "2026-11-20 10:00"


def test_what_the_machine_did_is_folded(app):
    appeal = build.an_appeal()
    done(services.reveal_reporter, appeal, "community_admin", build.reporters(appeal)[0])
    with audit.transaction():
        audit.noted(rules.TOLD, appeal, by=audit.SYSTEM, at=clock.now(), detail={"reporters": [1, 2]})
    registered, revealed, told = told_by(appeal)
    assert not registered.system
    assert revealed.system
    assert told.system
    assert told.text == "2 位诉求人"


def test_a_merged_appeal_tells_its_story_on_the_page_of_the_root(app):
    root, child = build.a_dispatched_appeal(), build.an_appeal("门关不上")
    done(services.comment_appeal, child, "community_admin", text="同一扇门", for_reporter=True)
    done(services.merge_appeals, child, "community_admin", root)
    entries = {(entry.tag, entry.title): entry for entry in told_by(root)}
    assert entries["SL-1120-002", "备注"].text == "同一扇门"
    assert entries["SL-1120-002", "并入主件"].lines[-1] == ("主件", "", "SL-1120-001")
    assert entries["", "并入了一件诉求"].text == "SL-1120-002"
    assert not entries["SL-1120-002", "备注"].told
    assert all(not entry.tag for entry in told_by(root, "property_liaison"))  # to whom only the root was sent
    done(services.unmerge_appeal, child, "community_admin")
    assert all(not entry.tag for entry in told_by(root))
    assert told_by(root)[-1].title == "拆出了一件诉求"
    assert told_by(root)[-1].text.startswith("SL-1120-002")


def test_a_chain_of_merges_leads_to_the_last_root(app):
    """GR-54."""
    first, second, last = (build.an_appeal(title) for title in ("甲", "乙", "丙"))
    done(services.merge_appeals, first, "community_admin", second)
    done(services.merge_appeals, second, "community_admin", last)
    story = story_of(first)
    assert story.root is not None
    assert (story.root.id, story.root.readable) == (last.id, True)
    assert [one.id for one in story_of(last).merged] == [first.id, second.id]
    assert len(queries.reporters(story_of(last))) == 3


def test_a_root_that_the_viewer_may_not_open_is_named_only(app):
    root = build.an_appeal("聚集", category="mass_sign", by="street_staff")
    child = build.an_appeal("有人要聚集", by="community_staff")
    done(services.merge_appeals, child, "street_staff", root)
    seen, whole = story_of(child, "community_staff").root, story_of(child, "street_staff").root
    assert seen is not None
    assert whole is not None
    assert (seen.id, seen.readable) == (root.id, False)
    assert (whole.id, whole.readable) == (root.id, True)


def test_an_appeal_outside_the_scope_has_no_story(app):
    appeal = build.an_appeal()
    assert queries.story(appeal.id, viewer=build.viewer("community_admin_2"), now=clock.now()) is None
    assert queries.story(999, viewer=build.viewer("community_admin"), now=clock.now()) is None


def a_row(**facts: Any) -> SimpleNamespace:
    """An appeal under way that is due on Friday 2026-11-27."""
    row = {
        "state": AppealState.PROCESSING, "due_on": date(2026, 11, 27), "due_at": day_end(27), "promise_unit": "wd",
        "severe_at": day_end(27) + timedelta(days=14), "is_suspended": False, "remaining": None, "responded_at": None,
        "accept_due_at": NOW,
    }  # fmt: skip
    return SimpleNamespace(**(row | facts))


def day_end(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=clock.CST) + timedelta(days=1)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=clock.CST)


@pytest.mark.parametrize(
    ("now", "facts", "words", "tone"),
    [
        (at(20), {}, "还剩 5 个工作日", "mute"),
        (at(25), {}, "还剩 2 个工作日", "soon"),
        (at(27, 23), {}, "今天到期", "soon"),
        (day_end(27), {}, "逾期 1 天", "late"),
        (at(30), {}, "逾期 3 天", "late"),
        (day_end(27) + timedelta(days=14), {}, "严重超期，逾期 15 天", "late"),
        (at(27), {"promise_unit": "h", "due_at": at(27, 17)}, "今天 17:00 前反馈", "soon"),
        (at(26), {"promise_unit": "h", "due_at": at(27, 17)}, "明天 17:00 前反馈", "soon"),
        (at(27, 20), {"promise_unit": "h", "due_at": at(27, 17)}, "逾期 3 小时", "late"),
        (at(29, 18), {"promise_unit": "h", "due_at": at(27, 17)}, "逾期 2 天", "late"),
        (at(27, 17) + timedelta(minutes=5), {"promise_unit": "h", "due_at": at(27, 17)}, "逾期 5 分钟", "late"),
        (at(20), {"is_suspended": True, "due_on": None, "due_at": None, "remaining": 3},
         "挂起中，恢复后还剩 3 个工作日", "soon"),
        (at(30), {"responded_at": at(26), "state": AppealState.CLOSED}, "在承诺期限内反馈", "mute"),
        (at(30), {"responded_at": at(29), "state": AppealState.VERIFYING}, "晚于承诺期限 2 天反馈", "mute"),
        (at(30), {"responded_at": at(27, 20), "promise_unit": "h", "due_at": at(27, 17)},
         "晚于承诺期限 3 小时反馈", "mute"),
        (at(20, 9), {"state": AppealState.REGISTERED}, "今天 10:00 前受理", "soon"),
        (at(20, 12), {"state": AppealState.REGISTERED}, "受理已超过期限 2 小时", "late"),
    ],
)  # fmt: skip
def test_a_deadline_is_told_relative_to_now(app, now: datetime, facts: dict[str, Any], words: str, tone: str):
    said = queries.due(a_row(**facts), queries.book_on(NOW.date()).calendar, now)
    assert said is not None
    assert (said.words, said.tone) == (words, tone)


def test_what_has_ended_has_no_deadline(app):
    calendar = queries.book_on(NOW.date()).calendar
    for state in (AppealState.REJECTED, AppealState.MERGED, AppealState.WITHDRAWN, AppealState.VOIDED):
        assert queries.due(a_row(state=state), calendar, NOW) is None


def steps_of(appeal: Appeal) -> dict[str, tuple[str, str]]:
    return {name: (note, tone) for name, note, tone in queries.progress(story_of(appeal))}


def test_the_process_shows_what_is_behind_and_what_comes_next(app):
    appeal = build.a_dispatched_appeal()
    steps = steps_of(appeal)
    assert list(steps) == ["登记", "受理", "派发", "签收", "反馈", "核查回访", "办结"]
    assert steps["派发"] == ("11-20，御景物业公司", "ok")
    assert steps["签收"] == ("期限 11-20 15:30", "now")
    assert steps["反馈"] == ("", "")


def test_the_process_of_a_closed_appeal_is_all_behind(app):
    steps = steps_of(build.a_closed_appeal())
    assert {tone for _, tone in steps.values()} == {"ok"}
    assert steps["反馈"][0] == "11-20，已解决"
    assert steps["核查回访"][0] == "11-20 核查，回访到 1 人"


def test_what_ended_on_the_way_ends_its_process(app):
    appeal = build.an_accepted_appeal()
    done(services.void_appeal, appeal, "community_admin", reason="录重了")
    assert steps_of(appeal) == {"登记": ("11-20", "ok"), "受理": ("11-20", "ok"), "已作废": ("11-20", "ok")}


def test_what_was_settled_on_the_spot_was_never_dispatched(app):
    appeal = build.an_appeal(by="grid_worker_3")
    done(services.answer_at_once, appeal, "grid_worker", text="已清理", evidence=1)
    steps = steps_of(appeal)
    assert steps["派发"] == steps["签收"] == ("当场即办", "ok")
    assert steps["核查回访"][1] == "now"


def test_a_reopened_appeal_waits_to_be_dispatched_again(app):
    appeal = build.a_closed_appeal()
    done(services.reopen_appeal, appeal, "community_admin", reason="门又关不上")
    steps = steps_of(appeal)
    assert steps["受理"][1] == "ok"
    assert steps["派发"] == ("", "now")
    assert story_of(appeal).file.round == 2


def test_a_merged_date_says_that_it_was_taken_over(app):
    """GR-43: the lines are those of its own limit, the result is the earliest of all."""
    earlier = build.an_accepted_appeal("门关不上", at=NOW - timedelta(days=3))
    root = build.an_accepted_appeal()
    done(services.merge_appeals, earlier, "community_admin", root)
    promised = queries.reckoned(story_of(root))[1]
    assert promised.result == "2026-11-24"
    assert promised.lines[-1].text == "此后并件或调整过，现在的承诺期限是 2026-11-24"


def test_a_longer_limit_of_the_law_is_named(app):
    story = story_of(build.an_accepted_appeal())
    law = rules.StatutoryLimit(Limit(5, Unit.WORKING_DAY), "演示条例第 3 条")
    catalogue = story.book.catalogue
    lawful = tuple(replace(one, statutory=law) for one in catalogue.categories)
    story = replace(story, book=replace(story.book, catalogue=replace(catalogue, categories=lawful)))
    promised = queries.reckoned(story)[1]
    assert (promised.lines[0].code, promised.lines[0].clause) == ("STATUTORY", "演示条例第 3 条")


def test_legs_say_what_was_late_and_why_they_came_back(app):
    appeal = build.a_dispatched_appeal(at=at(9, 9))
    done(services.ask_return, appeal, "property_liaison", reason="不归物业管", should_be="区住建局", at=at(9, 11))
    done(services.answer_return, appeal, "community_admin", agreed=True, at=at(9, 12))
    done(services.dispatch_appeal, appeal, "community_admin", build.company(), at=at(9, 13), instruction="先看门轴")
    done(services.sign_leg, appeal, "property_liaison", at=at(10, 9))
    returned, running = queries.legs(story_of(appeal))
    assert returned.state == ("已退回", "stop")
    assert returned.notes == [("退回理由", "不归物业管（应由区住建局办理）")]
    assert (returned.signed, returned.sign_late, returned.late) == ("未签收", False, False)
    assert (running.kind, running.to, running.by) == ("派发 · 主办", "御景物业公司", "演示社区书记")
    assert (running.signed, running.sign_late) == ("11-10 09:00", True)
    assert (running.due, running.late, running.state) == ("11-12", True, ("办理中", "doing"))
    assert running.notes == [("要求", "先看门轴")]


def test_an_override_of_the_street_stays_visible(app):
    """GR-21, GR-52."""
    appeal = build.an_accepted_appeal(category="illegal_building")
    done(services.dispatch_appeal, appeal, "street_staff", services.office(build.A), override_reason="社区已有巡查队")
    assert queries.legs(story_of(appeal))[0].notes == [("街道指定由社区主办的理由", "社区已有巡查队")]


def test_pauses_and_extensions_say_what_was_answered(app):
    appeal = build.a_signed_appeal(at=at(18, 9))
    done(services.ask_extension, appeal, "property_liaison", days=2, reason="等配件", at=at(19))
    done(services.answer_extension, appeal, "community_admin", agreed=False, refusal="配件已到", at=at(19, 11))
    done(services.ask_suspension, appeal, "property_liaison", reason="funds", note="缺 800 元",
         planned_to=date(2026, 11, 30))  # fmt: skip
    refused, asked = queries.pauses(story_of(appeal))
    assert refused.what == "延 2 个工作日：2026-11-25 改为 2026-11-27"
    assert refused.state == ("未同意", "off")
    assert refused.answer == "11-19 11:00 演示社区书记 不同意：配件已到"
    assert asked.what == "2026-11-20 起，预计 2026-11-30 恢复"
    assert (asked.state, asked.answer) == (("等答复", "wait"), "")


def test_files_are_named_for_what_they_are_for(app, tmp_path):
    appeal, child = build.a_dispatched_appeal(), build.an_appeal("门关不上")
    for owner, name, kind, purpose in (
        (appeal, "现场.jpg", "image/jpeg", "photo"), (child, "门.jpg", "image/jpeg", "photo"),
        (appeal, "报价.pdf", "application/pdf", "evidence"),
    ):  # fmt: skip
        upload = attachments.Upload(name, kind, b"x")
        build.saved(
            lambda owner=owner, upload=upload, purpose=purpose: attachments.attach(
                owner.matter, upload, attachments.store(tmp_path, upload), purpose=purpose,
                by=build.actor("grid_worker"), at=clock.now(),
            )
        )  # fmt: skip
    done(services.merge_appeals, child, "community_admin", appeal)
    story = story_of(appeal)
    assert [queries.file_label(row, story) for row in queries.pictures(story)] == ["现场照片", "现场照片 SL-1120-002"]
    assert [row.name for row in queries.papers(story)] == ["报价.pdf"]
    assert [row.name for row in queries.pictures(story_of(appeal, "property_liaison"))] == ["现场.jpg"]
    assert ("上传了附件", "报价.pdf") in [(entry.title, entry.text) for entry in queries.history(story)]
