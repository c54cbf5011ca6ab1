"""What stands in the way of an action, one sentence each; every guard answers None when nothing does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shuangluan.grid.rules.facts import Standing, Who
from shuangluan.grid.rules.settings import Terms
from shuangluan.grid.rules.states import (
    OPEN,
    STATE_LABEL,
    AppealState,
    HandlingLevel,
    LegKind,
    Level,
    Outcome,
)

S = AppealState
HANDED_ON = frozenset({LegKind.ESCALATE, LegKind.DELEGATE})


@dataclass(frozen=True, slots=True)
class Case:
    """Who would act on what, at which naive local moment, under which terms."""

    standing: Standing
    who: Who
    now: datetime
    terms: Terms

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()


Guard = Callable[[Case], str | None]


def holds_it_to_hand_on(case: Case) -> str | None:
    """An issued appeal is dispatched anew only by the level to which it was 上报 or 下派."""
    leg = case.standing.lead
    if leg is None:
        return None
    if not case.who.lead_body:
        return "这件诉求已派给别的单位，要先退回或上报才能另派"
    if leg.kind not in HANDED_ON:
        return "这件诉求派给了你单位，不能转派；不属于本单位职责的请申请退回"
    return None


def holds_it(case: Case) -> str | None:
    """下派 of an issued appeal: only by the body that has it."""
    if case.standing.lead is not None and not case.who.lead_body:
        return "这件诉求正由别的单位办理，退回以后才能下派"
    return None


def not_only_assigned(case: Case) -> str | None:
    """After two returns only the street's 指定 is left (GR-22, GR-51)."""
    if case.standing.return_count >= case.terms.return_max:
        return f"已退回 {case.standing.return_count} 次，只能由街道指定办理"
    return None


def returned_often(case: Case) -> str | None:
    """指定 is for what was returned as often as it may be."""
    if case.standing.return_count < case.terms.return_max:
        return f"退回满 {case.terms.return_max} 次才由街道指定，现在请派发"
    return None


def something_to_sign(case: Case) -> str | None:
    """A leg is signed for once."""
    leg = case.standing.lead
    if case.who.assist_to_sign:
        return None
    if leg is None or leg.signed or not case.who.lead_body:
        return "你单位没有待签收的环节"
    return "已经申请退回，等派发人答复后再签收" if leg.return_asked else None


def returnable(case: Case) -> str | None:
    """An assigned leg stays where it is (GR-22, GR-51); one request is enough."""
    leg = case.standing.lead
    if leg is None:
        return "没有可以退回的环节"
    if not leg.returnable:
        return "这一环节由街道指定办理，不得退回"
    return "已经申请退回，等派发人答复" if leg.return_asked else None


def return_in_time(case: Case) -> str | None:
    """Within one working day of issue (GR-22)."""
    leg = case.standing.lead
    if leg is not None and case.today > leg.return_until:
        return f"退回要在 {leg.return_until} 以前申请，现在已过期，请签收办理"
    return None


def return_is_asked(case: Case) -> str | None:
    """There must be a request to answer."""
    leg = case.standing.lead
    return None if leg is not None and leg.return_asked else "没有人申请退回"


def below_district(case: Case) -> str | None:
    """Nothing stands above the district."""
    return "已经在区级办理，不能再往上" if case.standing.handling_level is HandlingLevel.DISTRICT else None


def above_grid(case: Case) -> str | None:
    """Nothing stands below the grid."""
    return "已经在网格办理，不能再往下" if case.standing.handling_level is HandlingLevel.GRID else None


def assists_to_waive(case: Case) -> str | None:
    """There must be somebody to be let off."""
    return None if case.standing.assists_open else "没有未完成的协办"


def assist_signed(case: Case) -> str | None:
    """What was never signed for cannot be finished."""
    return "先签收协办，再填完成情况" if case.who.assist_to_sign else None


def assists_finished(case: Case) -> str | None:
    """Assist legs are done or waived before the lead answers (GR-11)."""
    left = case.standing.assists_open
    return f"还有 {left} 家协办没有完成，请等协办完成或免除协办" if left else None


def running(case: Case) -> str | None:
    """A paused appeal is resumed first."""
    return "诉求正在挂起，请先恢复办理" if case.standing.suspended else None


def paused(case: Case) -> str | None:
    """Only what is paused can be resumed."""
    return None if case.standing.suspended else "诉求没有挂起"


def no_pause_asked(case: Case) -> str | None:
    """One request is enough."""
    return None if case.standing.asked_pause_days is None else "已经申请挂起，等上一级答复"


def pause_is_asked(case: Case) -> str | None:
    """There must be a request to answer."""
    return "没有人申请挂起" if case.standing.asked_pause_days is None else None


def reporters_told(case: Case) -> str | None:
    """Those who wait are told before the clock stops (GR-27)."""
    left = case.standing.reporters_untold
    return f"还有 {left} 位诉求人没有告知，告知以后才能挂起" if left else None


def long_pause_by_street(case: Case) -> str | None:
    """More than 30 calendar days need the street (GR-27)."""
    days, most = case.standing.asked_pause_days or 0, case.terms.suspension_street_days
    if days > most and not (case.who.of_street or case.who.district):
        return f"挂起 {days} 天，超过 {most} 天的要由街道同意"
    return None


def not_own_request(case: Case) -> str | None:
    """Nobody approves what he asked for himself, nor what his own body asked for."""
    if case.who.asked_it or case.who.lead_body:
        return "自己或本单位申请的，要由上一级答复"
    return None


def no_extension_asked(case: Case) -> str | None:
    """One request is enough."""
    return "已经申请延期，等上一级答复" if case.standing.extension_asked else None


def extension_is_asked(case: Case) -> str | None:
    """There must be a request to answer."""
    return None if case.standing.extension_asked else "没有人申请延期"


def counts_in_days(case: Case) -> str | None:
    """An extension is measured in working days (GR-29); hours have none to give."""
    return None if case.standing.in_days else "按小时计的期限不能延期"


def extension_left(case: Case) -> str | None:
    """Once, by default (GR-29)."""
    most = case.terms.extension_max
    return (
        f"已经延期 {case.standing.extensions} 次，最多 {most} 次"
        if case.standing.extensions >= most
        else None
    )


def not_yet_overdue(case: Case) -> str | None:
    """Asked on or before the due date (GR-29)."""
    due = case.standing.due_on
    if due is None:
        return "现在没有到期日，不用延期"
    return f"已于 {due} 到期，延期要在到期日以前申请" if case.today > due else None


def not_handled_by_self(case: Case) -> str | None:
    """Who reports or handled may not verify (GR-13, GR-32, GR-57)."""
    if case.who.handled_it:
        return "你或你单位办理过这件诉求，核查、回访和办结要由别人来做"
    if case.who.reported_it:
        return "这件诉求是你反映的，核查、回访和办结要由别人来做"
    return None


def checked(case: Case) -> str | None:
    """A check is recorded before closing (GR-11)."""
    return None if case.standing.checked else "还没有核查记录，请先核查"


def contacted(case: Case) -> str | None:
    """Each reporter is reached, or tried on two working days (GR-32)."""
    left, times = case.standing.reporters_to_contact, case.terms.contact_attempts
    if left:
        return f"还有 {left} 位诉求人没有回访到：每位要联系上，或在 {times} 个不同的工作日各联系一次"
    return None


def outcome_is_true(case: Case) -> str | None:
    """There is an outcome, and 已解决 is contradicted neither by a reporter nor by an open stage."""
    standing = case.standing
    if standing.outcome is None:
        return "还没有填写办结类型"
    if standing.outcome is not Outcome.SOLVED:
        return None
    if standing.stage_open:
        return "关联的后续环节还没有结束，不能按“已解决”办结"
    if standing.reporters_unsolved:
        return f"有 {standing.reporters_unsolved} 位诉求人说未解决，不能按“已解决”办结，请退回再办"
    return None


def reopenable(case: Case) -> str | None:
    """Within the window, its last day included (GR-33)."""
    until = case.standing.reopen_until
    if until is None or case.today > until:
        return "重办的期限已过，请登记一件新诉求并关联这一件"
    return None


def not_urgent(case: Case) -> str | None:
    """The hazard stays, whatever its reporter says (GR-11)."""
    return "紧急诉求不能撤回：隐患还在，要办完" if case.standing.level is Level.URGENT else None


def no_children(case: Case) -> str | None:
    """What others reported does not end with it."""
    left = case.standing.children
    return f"有 {left} 件诉求并入了这一件，请先拆出" if left else None


def root_open(case: Case) -> str | None:
    """Unmerging is possible until the root is closed (GR-31)."""
    root = case.standing.root_state
    if root in OPEN:
        return None
    return f"主件{STATE_LABEL[root]}，不能再拆出" if root else "找不到主件，不能拆出"


def not_dispatched(case: Case) -> str | None:
    """Voiding is for slips of entry, before anybody was asked to act (GR-12)."""
    return "已经派发过的诉求不能作废，请按办理结果办结" if case.standing.dispatched_before else None


def restorable(case: Case) -> str | None:
    """For seven calendar days (GR-12)."""
    voided, days = case.standing.voided_on, case.terms.void_restore_days
    if voided is None or case.today > voided + timedelta(days=days):
        return f"作废满 {days} 天，不能恢复，请重新登记"
    return None


def place_may_change(case: Case) -> str | None:
    """The place is a snapshot: corrected before dispatch, later only supplied where it is missing."""
    if case.standing.located and case.standing.state not in (S.REGISTERED, S.ACCEPTED):
        return "已经派发的诉求不再改网格"
    return None


def not_own_delay(case: Case) -> str | None:
    """Reminding oneself moves nobody."""
    holds = case.standing.state in (S.DISPATCHED, S.PROCESSING) and case.who.lead_body
    return "正由你单位办理，不用催办" if holds else None


def review_is_due(case: Case) -> str | None:
    """A shelved appeal stays in the review list until its review is written (GR-30)."""
    return None if case.standing.review_due else "不是待复核的挂账诉求"
