"""What may be told: the sentence for a reporter (GR-71), a phone in clear, a restricted appeal (GR-13)."""

from dataclasses import dataclass
from datetime import date, datetime

from shuangluan.grid.rules.facts import Who
from shuangluan.grid.rules.states import OUTCOME_LABEL, AppealState, Outcome
from shuangluan.kernel.errors import RuleBroken

S = AppealState


@dataclass(frozen=True, slots=True)
class Progress:
    """What a reporter may hear of his appeal; nothing of other reporters is in it (GR-31)."""

    number: str
    state: AppealState
    registered_on: date
    handler: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    paused_for: str = ""
    planned_to: date | None = None
    outcome: Outcome | None = None
    outcome_text: str = ""
    closed_on: date | None = None
    reopen_until: date | None = None
    reason: str = ""
    channel: str = ""
    root_number: str = ""


def progress_sentence(progress: Progress) -> str:
    """The plain sentences to read to the reporter (GR-71)."""
    began = f"你在{_day(progress.registered_on)}反映的诉求（{progress.number}）"
    return began + _where(progress) + _when(progress)


def _where(progress: Progress) -> str:
    handler = progress.handler or "承办单位"
    if progress.state in (S.RESPONDED, S.VERIFYING):
        return f"{handler}已经办理并反馈{_result(progress)}，我们正在核查，会听取你的意见。"
    if progress.state in (S.CLOSED, S.ARCHIVED):
        return _ended(progress)
    return {
        S.REGISTERED: "已经登记，正等待受理。",
        S.ACCEPTED: "已经受理，正在安排承办单位。",
        S.DISPATCHED: f"已经派给{handler}，等待签收。",
        S.PROCESSING: f"正由{handler}办理。",
        S.REJECTED: f"不予受理：{_without_stop(progress.reason)}。{_advice(progress.channel)}",
        S.MERGED: f"与{progress.root_number or '另一件诉求'}是同一件事，已合并办理，进展以那一件为准。",
        S.WITHDRAWN: "已经按你的意思撤回。",
        S.VOIDED: "是误录，已经作废。",
    }[progress.state]


def _ended(progress: Progress) -> str:
    on = f"已在{_day(progress.closed_on)}办结" if progress.closed_on else "已经办结"
    again = ""
    if progress.state is S.CLOSED and progress.reopen_until:
        again = f"你对结果有意见的，可以在{_day(progress.reopen_until)}以前要求重办。"
    return f"{on}{_result(progress)}。{again}"


def _when(progress: Progress) -> str:
    """Only of what is still to be done."""
    if progress.state not in (S.ACCEPTED, S.DISPATCHED, S.PROCESSING):
        return ""
    if progress.paused_for:
        until = f"，预计{_day(progress.planned_to)}恢复" if progress.planned_to else ""
        return f"现在因“{progress.paused_for}”暂停计时{until}。"
    if progress.due_at:
        return f"应在{_day(progress.due_at.date())}{progress.due_at:%H:%M}以前答复你。"
    return f"应在{_day(progress.due_on)}以前答复你。" if progress.due_on else ""


def _result(progress: Progress) -> str:
    if progress.outcome is None:
        return ""
    text = _without_stop(progress.outcome_text)
    return f"，结果是“{OUTCOME_LABEL[progress.outcome]}”" + (f"：{text}" if text else "")


def _advice(channel: str) -> str:
    return f"请这样办：{_without_stop(channel)}。" if channel else ""


def _without_stop(text: str) -> str:
    return text.strip().rstrip("。")


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def check_can_reveal(who: Who, *, hide_from_handler: bool) -> None:
    """Who may see a reporter's phone in clear (GR-13); each time is audited.

    Who registered it, 网格长, the community, and the body that handles it now unless the reporter asked to be
    hidden from it, which holds for a merged child's reporter at the root too (GR-55). A property liaison and
    an owners' delegate never, whatever else they are.
    """
    if who.property_company or who.owners_delegate:
        raise RuleBroken("物业和业委会不能查看诉求人电话，请由社区联系")
    if who.registered_it or who.grid_leader or who.community:
        return
    if not who.lead_body:
        raise RuleBroken("只有登记人、网格长、社区和现在的承办单位可以查看诉求人电话")
    if hide_from_handler:
        raise RuleBroken("诉求人要求对承办单位保密，请由社区联系")
