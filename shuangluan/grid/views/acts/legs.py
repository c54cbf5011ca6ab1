"""派发、指定、签收、退回、上报、下派、吹哨、协办、催办、反馈 (GR-11 6–11, GR-21 to GR-23)."""

from shuangluan.grid import services
from shuangluan.grid.forms.legs import (
    AssistForm,
    DelegateForm,
    DispatchForm,
    EscalateForm,
    FinishAssistForm,
    RefusalForm,
    RemindForm,
    RespondForm,
    ReturnForm,
    WaiveAssistForm,
    WhistleForm,
)
from shuangluan.grid.rules import Action, Outcome, WhistleKind
from shuangluan.grid.views.acts import words
from shuangluan.grid.views.acts.act import Act

LEGS = (
    Act(
        Action.DISPATCH,
        title="派发诉求",
        submit="派发给承办单位",
        said="已派发，等承办单位签收",
        form=DispatchForm,
        about=lambda desk: [*words.reported(desk), *words.returned(desk)],
        do=lambda form, appeal, **done: services.dispatch_appeal(
            appeal, form.chosen, instruction=form.instruction.data or "", override_reason=form.override, **done
        ),
    ),
    Act(
        Action.ASSIGN,
        title="指定办理",
        submit="指定这个单位办理",
        said="已指定，承办单位不能退回",
        form=DispatchForm,
        about=lambda desk: [*words.reported(desk), *words.returned(desk)],
        warning="指定以后承办单位不能再退回。",
        do=lambda form, appeal, **done: services.assign_appeal(
            appeal, form.chosen, instruction=form.instruction.data or "", override_reason=form.override, **done
        ),
    ),
    Act(
        Action.SIGN,
        title="签收",
        submit="签收这件诉求",
        said="已签收",
        about=lambda desk: [*words.reported(desk), *words.leg_to_sign(desk)],
        do=lambda form, appeal, **done: services.sign_leg(appeal, **done),
    ),
    Act(
        Action.ASK_RETURN,
        title="申请退回",
        submit="申请退回给派发人",
        said="已申请退回，等派发人答复；承诺期限不停",
        form=ReturnForm,
        warning="只有明确不属于本单位职责的才能退回；承诺期限不因此停下。",
        do=lambda form, appeal, **done: services.ask_return(
            appeal, reason=form.reason.data, should_be=form.should_be.data, **done
        ),
    ),
    Act(
        Action.CONFIRM_RETURN,
        title="同意退回",
        submit="同意退回",
        said="已同意退回，请另派承办单位",
        about=words.asked_return,
        warning="同意以后这件诉求回到待派发，要另派承办单位；承诺期限不变。",
        do=lambda form, appeal, **done: services.answer_return(appeal, agreed=True, **done),
        leads=lambda form: Action.DISPATCH,
    ),
    Act(
        Action.REFUSE_RETURN,
        title="不同意退回",
        submit="不同意退回",
        said="已答复不同意退回",
        form=RefusalForm,
        about=words.asked_return,
        do=lambda form, appeal, **done: services.answer_return(
            appeal, agreed=False, refusal=form.refusal.data, **done
        ),
    ),
    Act(
        Action.ESCALATE,
        title="上报上一级",
        submit="上报给上一级",
        said="已上报，承诺期限不变",
        form=EscalateForm,
        about=words.upward,
        do=lambda form, appeal, **done: services.escalate_appeal(appeal, tried=form.tried.data, **done),
    ),
    Act(
        Action.DELEGATE,
        title="下派下一级",
        submit="下派给下一级",
        said="已下派，等签收",
        form=DelegateForm,
        about=words.downward,
        do=lambda form, appeal, **done: services.delegate_appeal(
            appeal,
            body=form.person,
            instruction=form.instruction.data or "",
            override_reason=form.override,
            **done,
        ),
    ),
    Act(
        Action.WHISTLE,
        title="吹哨",
        submit="向这个部门吹哨",
        said="已吹哨，等部门签收",
        form=WhistleForm,
        about=lambda desk: [*words.reported(desk), *words.handler(desk)],
        warning=lambda desk: (
            f"部门要在 {desk.book.terms.whistle_sign.label}内签收、{desk.book.terms.whistle_contact.label}内联系；"
            "街道和部门都计时。"
        ),
        do=lambda form, appeal, **done: services.whistle(
            appeal, form.chosen, kind=WhistleKind(form.kind.data), text=form.text.data, **done
        ),
    ),
    Act(
        Action.ASSIST,
        title="请求协办",
        submit="请这个单位协办",
        said="已请求协办",
        form=AssistForm,
        about=words.handler,
        do=lambda form, appeal, **done: services.ask_assistance(
            appeal, form.chosen, instruction=form.instruction.data, **done
        ),
    ),
    Act(
        Action.FINISH_ASSIST,
        title="协办完成",
        submit="提交协办完成情况",
        said="已提交协办完成情况",
        form=FinishAssistForm,
        do=lambda form, appeal, **done: services.finish_assistance(appeal, note=form.note.data, **done),
    ),
    Act(
        Action.WAIVE_ASSIST,
        title="免除协办",
        submit="免除没完成的协办",
        said="已免除协办",
        form=WaiveAssistForm,
        about=words.open_assists,
        do=lambda form, appeal, **done: services.waive_assistance(appeal, reason=form.reason.data, **done),
    ),
    Act(
        Action.REMIND,
        title="催办",
        submit="催办承办单位",
        said="已催办，承办单位在工作台上看到",
        form=RemindForm,
        about=words.handler,
        do=lambda form, appeal, **done: services.remind(appeal, text=form.text.data or "", **done),
    ),
    Act(
        Action.RESPOND,
        title="反馈办理结果",
        submit="提交办理结果",
        said="已反馈办理结果，等核查回访",
        form=RespondForm,
        do=lambda form, appeal, **done: services.respond(
            appeal,
            outcome=Outcome(form.outcome.data),
            text=form.words,
            evidence=form.evidence,
            review_on=form.review_on.data,
            **done,
        ),
    ),
)
