"""An appeal's own pages as each role sees them, in each state (GR-13, GR-71)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import GRANTS, Perm
from shuangluan.grid.rules import AppealState
from shuangluan.kernel import audit, clock
from tests import build
from tests.conftest import NOW


def done(deed: Callable[..., Any], appeal: Appeal, username: str, *args: Any, at: Any = None, **more: Any) -> Any:
    """One deed on an appeal, in a transaction of its own."""
    return build.saved(lambda: deed(appeal, *args, by=build.actor(username), at=at or clock.now(), **more))


def rejected() -> Appeal:
    appeal = build.an_appeal("要求撤销判决")
    done(services.reject_appeal, appeal, "community_admin", reason="legal_process", channel="到区法院申请再审")
    return appeal


def merged() -> Appeal:
    child = build.an_appeal("门关不上")
    done(services.merge_appeals, child, "community_admin", build.a_signed_appeal())
    return child


def ended(deed: Callable[..., Any], **more: str) -> Appeal:
    appeal = build.an_accepted_appeal()
    done(deed, appeal, "community_admin", **more)
    return appeal


def paused(planned_to: date = date(2026, 11, 30)) -> Appeal:
    appeal = build.a_signed_appeal()
    done(services.ask_suspension, appeal, "property_liaison", reason="funds", note="等配件", planned_to=planned_to)
    done(services.tell_reporters, appeal, "community_admin", build.reporters(appeal))
    done(services.answer_suspension, appeal, "community_admin", agreed=True)
    return appeal


STATES: dict[str, Callable[[], Appeal]] = {
    "待受理": build.an_appeal,
    "已受理": build.an_accepted_appeal,
    "已派发": build.a_dispatched_appeal,
    "处置中": build.a_signed_appeal,
    "已反馈": build.an_answered_appeal,
    "已办结": build.a_closed_appeal,
    "已归档": lambda: build.a_closed_appeal(at=NOW - timedelta(days=40)),
    "不予受理": rejected,
    "已并入": merged,
    "已撤回": lambda: ended(services.withdraw_appeal, statement="自己修好了"),
    "已作废": lambda: ended(services.void_appeal, reason="录重了"),
}
ADDRESSED = {"已派发", "处置中", "已反馈", "已办结", "已归档"}  # to the property company
HERE = {"community_admin", "community_staff", "grid_leader", "grid_worker", "street_staff", "street_leader",
        "district_org", "auditor"}  # fmt: skip


READERS = (*sorted(GRANTS[Perm.APPEAL_READ]), "community_admin_2", "owners_delegate")


def expected(username: str, state: str) -> int:
    """Who sees it: whoever's area it lies in, and the body to which it was sent."""
    if username == "owners_delegate":
        return 403
    return 200 if username in HERE or (username == "property_liaison" and state in ADDRESSED) else 404


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_page_for_whoever_may_read_it(site, state: str):
    appeal_id = STATES[state]().id
    for username in READERS:
        site.sign_in(username)
        parts = ("", "/preview", "/print") if username in {"community_admin", "property_liaison"} else ("",)
        for part in parts:
            answer = site.get(f"/grid/appeals/{appeal_id}{part}")
            assert answer.status_code == expected(username, state), f"{username}{part}"
            if answer.status_code == 200:
                assert state in answer.text, f"{username}{part}"
                assert build.PHONE not in answer.text, f"{username}{part}"
                assert len(answer.soup.select(".btn.pri")) <= 1, f"{username}{part}"


@pytest.mark.parametrize(
    ("state", "username", "button"),
    [
        ("待受理", "community_admin", "受理"),
        ("待受理", "grid_worker", "即办"),
        ("已受理", "community_staff", "派发"),
        ("已派发", "property_liaison", "签收"),
        ("处置中", "property_liaison", "反馈结果"),
        ("已反馈", "community_admin", "核查"),
    ],
)
def test_the_red_button_is_the_step_that_is_expected_of_the_viewer(site, state: str, username: str, button: str):
    appeal = STATES[state]()
    site.sign_in(username)
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert answer.words(".head .btn.pri") == [button]
    link = answer.soup.select_one(".head .btn.pri")
    assert link is not None
    assert site.get(str(link["href"])).status_code == 200  # without JavaScript it is a page


def test_checked_once_the_reporters_come_next_and_then_the_end(site):
    appeal = build.an_answered_appeal()
    site.sign_in("community_admin")
    done(services.check_result, appeal, "community_admin", way=rules.CheckWay.PHONE, passed=True, note="好了")
    assert site.get(f"/grid/appeals/{appeal.id}").words(".head .btn.pri") == ["回访"]
    for reporter in build.reporters(appeal):
        done(services.contact_reporter, appeal, "community_admin", reporter, reached=True, says_solved=True,
             satisfaction=rules.Satisfaction.SATISFIED)  # fmt: skip
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert answer.words(".head .btn.pri") == ["办结"]
    assert answer.soup.select_one(".head .btn.pri[data-hotkey=e]") is not None


def test_a_refused_step_stands_on_the_page_with_its_reason(site):
    appeal = build.an_answered_appeal()
    done(services.check_result, appeal, "community_admin", way=rules.CheckWay.PHONE, passed=True, note="好了")
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    refused = dict(zip(answer.words(".reasons button"), answer.words(".reasons li span"), strict=True))
    assert refused["办结"].startswith("还有 1 位诉求人没有回访到")
    assert all(button.has_attr("disabled") for button in answer.soup.select(".reasons button"))
    assert "办结" not in answer.words(".head a.btn")


def test_a_step_of_somebody_else_says_whose_it_is(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    refused = dict(zip(answer.words(".reasons button"), answer.words(".reasons li span"), strict=True))
    assert refused["申请退回"] == "只有主办单位可以申请退回"
    assert answer.words(".head .btn:not(.pri)")[-1] == "催办"


def test_an_auditor_is_offered_nothing(site):
    appeal = build.an_appeal()
    site.sign_in("auditor")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert answer.words(".head .acts > .btn") == ["打印办理单"]
    assert "添加备注" not in answer.text


def test_an_assigned_leg_shows_no_way_back(site):
    appeal = build.an_accepted_appeal()
    for _ in range(2):
        done(services.dispatch_appeal, appeal, "community_admin", build.company())
        done(services.ask_return, appeal, "property_liaison", reason="不归物业管", should_be="区住建局")
        done(services.answer_return, appeal, "community_admin", agreed=True)
    done(services.assign_appeal, appeal, "street_staff", build.company())
    site.sign_in("property_liaison")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert "申请退回" not in answer.words(".head .btn, .reasons button, .reasons a")
    assert answer.text.count("不归物业管（应由区住建局办理）") >= 2


def test_both_dates_stand_on_the_page_after_an_extension(site):
    appeal = build.a_signed_appeal(at=datetime(2026, 11, 16, 9, 0, tzinfo=clock.CST))
    done(services.ask_extension, appeal, "property_liaison", days=3, reason="等配件")
    done(services.answer_extension, appeal, "community_admin", agreed=True)
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert "承诺期限 2026-11-26，原期限 2026-11-23" in answer.words(".flags")[0]
    assert facts(answer)["承诺期限"] == "2026-11-26"
    assert facts(answer)["原期限"] == "2026-11-23"
    assert "延 3 个工作日：2026-11-23 改为 2026-11-26" in answer.text


def facts(answer: Any) -> dict[str, str]:
    return dict(zip(answer.words(".facts dt"), answer.words(".facts dd"), strict=True))


def test_a_higher_level_after_acceptance_leaves_the_date(site):
    """GR-53."""
    appeal = build.an_accepted_appeal(at=datetime(2026, 11, 18, 9, 0, tzinfo=clock.CST))
    before = appeal.due_on
    done(services.reclassify_appeal, appeal, "community_admin", category="facility_broken",
         level=rules.Level.COMPLEX, reason="要换整扇门")  # fmt: skip
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert facts(answer)["承诺期限"] == facts(answer)["原期限"] == str(before)
    assert facts(answer)["等级"] == "较复杂"
    assert "要换整扇门" in answer.text
    assert [line for line in answer.words(".changes li") if line.startswith("等级")] == ["等级： 一般 较复杂"]


def test_late_acceptance_is_said_and_does_not_lengthen_the_promise(site):
    """GR-42."""
    appeal = build.an_appeal(at=datetime(2026, 9, 18, 16, 0, tzinfo=clock.CST))
    done(services.accept_appeal, appeal, "community_admin", at=datetime(2026, 9, 22, 9, 0, tzinfo=clock.CST))
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert facts(answer)["受理"] == "2026-09-22 09:00 演示社区书记（期限 2026-09-20 11:00，晚于期限）"
    assert facts(answer)["承诺期限"] == "2026-09-28"
    lines = answer.words(".reckoned li")
    assert "4 个工作小时，2026-09-20 11:00 到期" in lines
    assert any(line.startswith("5 个工作日，2026-09-28 24:00 到期") for line in lines)
    assert answer.words(".flags .due.late") == ["严重超期，逾期 53 天"]


def test_a_pause_says_why_since_when_until_when_and_what_is_left(site):
    appeal = paused()
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    reason = queries.catalogue_on(clock.today()).suspension_reason("funds").name
    assert answer.words(".note.soon") == [
        f"挂起中：{reason} ，2026-11-20 起，预计 2026-11-30 恢复，恢复后还剩 5 个工作日。"
    ]
    assert answer.words(".flags .due") == ["挂起中，恢复后还剩 5 个工作日"]
    assert "恢复后再定" in answer.text


def test_an_estimated_date_is_marked(site):
    appeal = build.an_accepted_appeal(at=datetime(2026, 11, 20, 9, 0, tzinfo=clock.CST), category="illegal_building")
    assert appeal.is_provisional
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    assert "暂估" in answer.words(".flags .tag")
    assert facts(answer)["承诺期限"].endswith("（暂估）")
    assert any("放假安排还没有公布" in line for line in answer.words(".reckoned li"))


def test_a_closed_appeal_shows_the_leader_who_was_there(site):
    """GR-49."""
    closed = build.a_closed_appeal(at=NOW - timedelta(days=9))
    running = build.an_accepted_appeal()
    build.saved(
        lambda: services.appoint_leader(
            build.person("community_staff"), build.compound("御景园"), valid_from=date(2026, 11, 15), basis="轮岗",
            by=build.TOWN, at=clock.now(),
        )
    )  # fmt: skip
    site.sign_in("community_admin")
    assert facts(site.get(f"/grid/appeals/{closed.id}"))["网格长"] == "演示网格长"
    assert facts(site.get(f"/grid/appeals/{running.id}"))["网格长"] == "演示社区工作者"


def test_an_appeal_without_a_grid_says_that_it_waits_to_be_placed(site):
    appeal = build.an_appeal(where=build.place("御景园", None))
    site.sign_in("community_admin")
    assert facts(site.get(f"/grid/appeals/{appeal.id}"))["网格"] == "待定位到网格"


def test_a_restricted_appeal_does_not_exist_for_the_others(site):
    secret = build.an_appeal("有人相约聚集", category="mass_sign", by="community_admin")
    for username, status in (("street_leader", 200), ("district_org", 200), ("auditor", 200), ("community_admin", 200),
                             ("community_staff", 404), ("grid_leader", 404), ("property_liaison", 404)):  # fmt: skip
        site.sign_in(username)
        for part in ("", "/preview", "/print"):
            assert site.get(f"/grid/appeals/{secret.id}{part}").status_code == status, username
    site.sign_in("street_leader")
    assert "限阅" in site.get(f"/grid/appeals/{secret.id}").words(".flags .tag")


def test_a_thread_shows_only_the_label_of_what_the_viewer_may_not_open(site):
    former = build.a_closed_appeal("门锁坏了", at=NOW - timedelta(days=5))
    again = build.an_appeal("门锁又坏了", recurs_of_id=former.id, by="community_admin")
    done(services.reclassify_appeal, again, "community_admin", category="mass_sign", level=rules.Level.URGENT,
         reason="业主要聚集")  # fmt: skip
    site.sign_in("community_admin")  # who registered it
    threads = site.get(f"/grid/appeals/{former.id}").soup.select("#thread a")
    assert [link["href"] for link in threads] == [f"/grid/appeals/{again.id}"]
    assert site.get(f"/grid/appeals/{again.id}").words("#thread small") == ["复发自 · 诉求"]
    site.sign_in("community_staff")
    seen = site.get(f"/grid/appeals/{former.id}")
    assert seen.soup.select("#thread a") == []
    assert seen.words("#thread .rows .g") == ["诉求 ，你的账号看不了 后来复发"]
    assert "门锁又坏了" not in seen.text


def test_a_merged_appeal_keeps_its_page_and_says_where_it_went(site):
    root = build.a_signed_appeal("单元门坏了")
    child = build.an_appeal("门关不上")
    done(services.merge_appeals, child, "community_admin", root)
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{child.id}")
    banner = answer.soup.select_one(".note a")
    assert banner is not None
    assert banner["href"] == f"/grid/appeals/{root.id}"
    assert banner.text == "SL-1120-001 单元门坏了"
    assert answer.words(".tl h3") == ["并入主件", "登记了诉求"]
    assert "主件： SL-1120-001" in answer.words(".changes li")
    assert "拆出并件" in answer.words(".head .btn")
    whole = site.get(f"/grid/appeals/{root.id}")
    assert "并入了一件诉求" in whole.words(".tl h3")
    assert "登记了诉求 SL-1120-002" in whole.words(".tl h3")
    assert "SL-1120-002" in whole.words(".tl p")


def test_what_may_be_told_leaves_out_the_inside_and_the_other_reporters(site):
    root = build.a_dispatched_appeal("单元门坏了")
    done(services.comment_appeal, root, "community_admin", text="物业老是拖", for_reporter=False)
    done(services.comment_appeal, root, "community_admin", text="明天上午来修", for_reporter=True)
    done(services.merge_appeals, build.an_appeal("门关不上"), "community_admin", root)
    site.sign_in("community_admin")
    everything = site.get(f"/grid/appeals/{root.id}")
    told = site.get(f"/grid/appeals/{root.id}?told=1")
    assert "物业老是拖" in everything.text
    assert "物业老是拖" not in told.text
    assert told.words(".tl h3") == ["备注", "派发", "受理", "登记了诉求"]
    assert told.words(".tl p:not(.sys)") == ["明天上午来修"]
    assert everything.words(".seg a") == ["全部", "可告知诉求人 4"]


def test_the_filter_of_the_timeline_is_a_piece_for_htmx_and_a_page_without(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("community_admin")
    piece = site.get(f"/grid/appeals/{appeal.id}?told=1", htmx=True)
    assert not piece.is_page
    assert piece.soup.select_one("#history .tl") is not None
    assert site.get(f"/grid/appeals/{appeal.id}?told=1").is_page
    assert site.get(f"/grid/appeals/{appeal.id}?told=yes").status_code == 400


def test_the_preview_is_a_piece_for_the_drawer_and_a_page_of_its_own(site):
    appeal = build.a_dispatched_appeal("楼道灯不亮")
    site.sign_in("property_liaison")
    piece = site.get(f"/grid/appeals/{appeal.id}/preview", htmx=True)
    assert not piece.is_page
    assert piece.words("#dialog-title") == ["楼道灯不亮"]
    assert piece.words(".btn.pri") == ["签收"]
    page = site.get(f"/grid/appeals/{appeal.id}/preview")
    assert page.is_page
    assert page.words("h1") == ["SL-1120-001 楼道灯不亮"]
    assert page.soup.select_one(f'a[href="/grid/appeals/{appeal.id}"]') is not None


def test_the_printed_sheet_carries_the_whole_number_and_written_dates(site):
    appeal = build.a_closed_appeal(at=datetime(2026, 11, 12, 9, 0, tzinfo=clock.CST))
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}/print")
    assert answer.words("h1") == ["诉求办理单"]
    assert answer.words(".no span") == ["编号 SL-20261112-001", "已办结"]
    assert "2026年11月19日" in answer.words("td")
    assert "演** 138****0000" in answer.words("td")
    assert "演示社区书记 2026年11月20日 10:00 打印，按当时的记录。" in answer.words("p")


def test_the_sentence_to_read_aloud_can_be_copied(site):
    appeal = build.a_dispatched_appeal(at=datetime(2026, 11, 20, 9, 0, tzinfo=clock.CST))
    site.sign_in("community_admin")
    answer = site.get(f"/grid/appeals/{appeal.id}")
    words = "你在11月20日反映的诉求（SL-1120-001）已经派给御景物业公司，等待签收。应在11月27日以前答复你。"
    assert answer.words("aside .quote") == [words]
    button = answer.soup.select_one("[data-copy]")
    assert button is not None
    assert button["data-copy"] == words


def test_reading_writes_nothing(site, counting):
    appeal = build.a_closed_appeal()
    site.sign_in("community_admin")
    for part in ("", "/preview", "/print"):
        with counting() as statements:
            site.get(f"/grid/appeals/{appeal.id}{part}")
        assert [one for one in statements if one.split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []


def crowd(appeal: Appeal, size: int) -> None:
    """Legs, comments and reporters, many of each."""
    for n in range(size):
        done(services.ask_assistance, appeal, "community_admin", build.department(), instruction=f"第 {n} 次")
        done(services.comment_appeal, appeal, "community_admin", text=f"备注 {n}", for_reporter=False)
        done(services.add_reporter, appeal, "community_admin",
             services.ReporterFacts(rules.ReporterKind.RESIDENT, "演示乙", "13800000001"))  # fmt: skip
        done(services.merge_appeals, build.an_appeal(f"同一件事 {n}"), "community_admin", appeal)


def test_the_page_costs_the_same_for_one_and_for_thirty(site, counting):
    appeal = build.a_signed_appeal()
    crowd(appeal, 1)
    address = f"/grid/appeals/{appeal.id}"
    site.sign_in("community_admin")
    site.get(address)  # the areas are read once per process

    def statements(part: str) -> int:
        with counting() as sent:
            assert site.get(address + part).status_code == 200
        return sum(1 for one in sent if not one.startswith(("SET", "BEGIN")))

    parts = ("", "/preview", "/print")
    few = [statements(part) for part in parts]
    assert few == [10, 8, 10]
    with audit.transaction():
        crowd(appeal, 29)
    assert [statements(part) for part in parts] == few


def test_a_state_that_no_page_knows_would_be_noticed():
    assert set(queries.STATE_TONE) == set(AppealState)
