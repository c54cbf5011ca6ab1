"""受理、不予受理、即办、调整、定位、诉求人、备注、作废、恢复、撤回 (GR-11 1–5 and 16, GR-12, GR-20, GR-29)."""

from shuangluan.grid import services
from shuangluan.grid.forms.intake_deeds import (
    AnswerNowForm,
    ClassForm,
    CommentForm,
    LocateForm,
    ReclassifyForm,
    RejectForm,
    ReporterForm,
    VoidForm,
    WithdrawForm,
)
from shuangluan.grid.rules import Action, Level, ReporterKind
from shuangluan.grid.views.acts import words
from shuangluan.grid.views.acts.act import Act

INTAKE = (
    Act(
        Action.ACCEPT,
        title="受理诉求",
        about=words.reported,
        submit="受理这件诉求",
        said="已受理，承诺期限开始计",
        form=ClassForm,
        do=lambda form, appeal, **done: services.accept_appeal(
            appeal, category=form.category.data, level=Level(form.level.data), **done
        ),
    ),
    Act(
        Action.REJECT,
        title="不予受理",
        about=words.reported,
        submit="不予受理这件诉求",
        said="已按不予受理办结，请把途径告诉诉求人",
        form=RejectForm,
        warning="不予受理以后不能改回受理，也不计入件次。只是重复的，请并件；录错了的，请作废。",
        keep="保留诉求",
        warn=True,
        do=lambda form, appeal, **done: services.reject_appeal(
            appeal, reason=form.reason.data, channel=form.channel.data, **done
        ),
    ),
    Act(
        Action.ANSWER_NOW,
        title="当场办结",
        about=words.reported,
        submit="提交办理结果",
        said="已反馈办理结果，等别人核查",
        form=AnswerNowForm,
        do=lambda form, appeal, **done: services.answer_at_once(
            appeal, text=form.words, evidence=form.evidence, **done
        ),
    ),
    Act(
        Action.RECLASSIFY,
        title="调整类别或等级",
        submit="调整类别或等级",
        said="已调整类别或等级",
        form=ReclassifyForm,
        about=words.dates,
        warning="期限只会提前，不会推后。",
        do=lambda form, appeal, **done: services.reclassify_appeal(
            appeal, category=form.category.data, level=Level(form.level.data), reason=form.reason.data, **done
        ),
    ),
    Act(
        Action.LOCATE,
        title="定位到网格",
        submit="定位到这栋楼",
        said="已定位到网格",
        form=LocateForm,
        about=lambda desk: [("登记的地点", desk.appeal.address_text)],
        do=lambda form, appeal, **done: services.locate_appeal(appeal, form.chosen, **done),
    ),
    Act(
        Action.ADD_REPORTER,
        title="添加诉求人",
        submit="添加这位诉求人",
        said="已添加诉求人",
        form=ReporterForm,
        versioned=False,
        do=lambda form, appeal, **done: services.add_reporter(
            appeal,
            services.ReporterFacts(
                ReporterKind(form.kind.data),
                form.name.data or "",
                form.phone.data or "",
                wants_reply=bool(form.wants_reply.data),
                hide_from_handler=bool(form.hide_from_handler.data),
            ),
            **done,
        ),
    ),
    Act(
        Action.COMMENT,
        title="写备注",
        submit="写下备注",
        said="已写下备注",
        form=CommentForm,
        versioned=False,
        do=lambda form, appeal, **done: services.comment_appeal(
            appeal, text=form.text.data, for_reporter=form.for_reporter.data == "1", **done
        ),
    ),
    Act(
        Action.WITHDRAW,
        title="撤回诉求",
        submit="撤回这件诉求",
        said="已撤回",
        form=WithdrawForm,
        about=words.handler,
        warning="撤回要有诉求人自己的话。撤回以后不能恢复，再要办得重新登记；承办单位的任务同时取消。",
        keep="保留诉求",
        warn=True,
        do=lambda form, appeal, **done: services.withdraw_appeal(appeal, statement=form.statement.data, **done),
    ),
    Act(
        Action.VOID,
        title="作废诉求",
        about=words.reported,
        submit="作废这件诉求",
        said="已作废",
        form=VoidForm,
        warning=lambda desk: (
            f"作废只用于录错的诉求，不计入任何统计，{desk.book.terms.void_restore_days} 天内可以恢复。"
            "重复的请并件，不归我们管的请不予受理。"
        ),
        keep="保留诉求",
        warn=True,
        do=lambda form, appeal, **done: services.void_appeal(appeal, reason=form.reason.data, **done),
    ),
    Act(
        Action.RESTORE,
        title="恢复作废的诉求",
        submit="恢复这件诉求",
        said="已恢复到作废以前的状态",
        about=words.ended,
        warning="恢复以后回到作废以前的状态，期限照原来的算。",
        keep="不恢复",
        do=lambda form, appeal, **done: services.restore_appeal(appeal, **done),
    ),
)
