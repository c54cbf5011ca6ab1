"""What is asked for 派发、指定、退回、上报、下派、吹哨、协办、催办、反馈 (GR-11 6–11, GR-21 to GR-23)."""

from collections.abc import Sequence

from wtforms.fields.choices import SelectChoice

from shuangluan.grid.forms import fields
from shuangluan.grid.forms.fields import MOST_FILES, ActForm
from shuangluan.grid.forms.intake_deeds import ResultForm, result_text, signature
from shuangluan.grid.queries import Body, Desk
from shuangluan.grid.queries.bodies import DEPARTMENTS, PEOPLE, Offer, bodies, proposed, without
from shuangluan.grid.rules import OUTCOME_LABEL, WHISTLE_LABEL, HandlingLevel, Outcome, WhistleKind, review_until

UNKNOWN_BODY = "没有这个承办单位，从列表里重新选"


class BodyForm(ActForm):
    """To whom it goes: `groups` of the bodies that can be asked, all where none is named."""

    body = fields.one_of("承办单位", "选一个单位", gone=UNKNOWN_BODY)
    groups: tuple[str, ...] = ()
    offers: Sequence[Offer] = ()

    def prepare(self, desk: Desk) -> None:
        """The bodies by heading; a community that may not lead this is shown with the reason, and cannot be picked."""
        self.offers = self.offered(desk)
        refused = self.refused(desk)
        choices = [_choice(offer, refused) for offer in self.offers]
        self.body.choices = [SelectChoice("", "选一个单位"), *choices]

    def offered(self, desk: Desk) -> list[Offer]:
        """Whom this deed can be addressed to."""
        return bodies(desk.appeal, desk.day, *self.groups)

    def refused(self, desk: Desk) -> str:
        """Why a community cannot be picked; empty: it can."""
        return ""

    @property
    def chosen(self) -> Body:
        """The body that was picked from what was offered."""
        return next(offer.body for offer in self.offers if offer.body.key == self.body.data)


def _choice(offer: Offer, refused: str) -> SelectChoice:
    body = offer.body
    if refused and body.is_community:
        return SelectChoice(body.key, f"{body.name}（{refused}）", {"disabled": True}, offer.group)
    return SelectChoice(body.key, body.name, optgroup=offer.group)


class DispatchForm(BodyForm):
    """派发 or 指定: the lead, what it is to do, and where a street overrides GR-21, why."""

    instruction = fields.text("交办要求", 300, description="要办成什么样")
    override_reason = fields.text(
        "由社区主办的理由", 200, description="这一类不属于社区职责，派给社区才要写；理由一直可见"
    )

    def prepare(self, desk: Desk) -> None:
        """Only the street is asked for a reason, and only where a community has no duty."""
        super().prepare(desk)
        if desk.who.of_street and not _is_duty(desk):
            return
        del self.override_reason

    def offered(self, desk: Desk) -> list[Offer]:
        """Everybody but whoever has it now."""
        return without(super().offered(desk), [desk.file.lead] if desk.file.lead else [])

    def refused(self, desk: Desk) -> str:
        """A community leads only its duties; the street may say otherwise (GR-21)."""
        return "" if _is_duty(desk) or desk.who.of_street else "不属于社区职责"

    def propose(self, desk: Desk) -> None:
        """Whom the last return named, else who usually handles such matters."""
        returned = [leg for leg in desk.file.legs if leg.returned_at]
        suggestion = returned[-1].return_suggestion if returned else ""
        category = desk.book.catalogue.category(desk.appeal.category)
        body = proposed(self.offers, category, suggestion)
        self.body.data = body.key if body else ""

    @property
    def override(self) -> str:
        """The reason for a community without the duty, where it was asked for."""
        return self.override_reason.data or "" if "override_reason" in self else ""


def _is_duty(desk: Desk) -> bool:
    return desk.book.catalogue.category(desk.appeal.category).community_duty


class DelegateForm(DispatchForm):
    """下派 one level down: an office, or at the grid the person named."""

    groups = (PEOPLE,)

    def prepare(self, desk: Desk) -> None:
        """Below the community somebody is named; above it the office follows from the place."""
        super().prepare(desk)
        self.body.label.text = "下派给"
        below = desk.appeal.handling_level.below
        if below is not HandlingLevel.GRID:
            del self.body
        elif not self.offers:
            self.lacking = "这里还没有任命网格长和网格员，下派不了，请直接派发给承办单位"
        if below is not HandlingLevel.COMMUNITY and "override_reason" in self:
            del self.override_reason

    def propose(self, desk: Desk) -> None:
        """The 网格长."""
        if "body" in self and self.offers:
            self.body.data = self.offers[0].body.key

    @property
    def person(self) -> Body | None:
        """The person named, where one is."""
        return self.chosen if "body" in self else None


class WhistleForm(BodyForm):
    """吹哨: which whistle, which department, what for (GR-23)."""

    kind = fields.answer("哨种", "选一种哨", default=WhistleKind.PUSH.value)
    text = fields.text("要部门做什么", 300, "写明要部门做什么")
    groups = (DEPARTMENTS,)

    def prepare(self, desk: Desk) -> None:
        """Departments only; each whistle says by when they report."""
        super().prepare(desk)
        terms = desk.book.terms
        self.kind.choices = fields.plain(
            (kind.value, f"{WHISTLE_LABEL[kind]}（{terms.whistle_report(kind).label}内反馈）") for kind in WhistleKind
        )
        self.body.label.text = "区直部门"
        if not self.offers:
            self.lacking = "还没有登记区直部门，请联系系统管理员录入后再吹哨"

    def offered(self, desk: Desk) -> list[Offer]:
        """Departments that have no part in it yet."""
        return without(super().offered(desk), [leg for leg in desk.file.legs if leg.is_current])


class AssistForm(BodyForm):
    """请求协办: who, with what."""

    instruction = fields.text("协办要求", 300, "写明请对方做什么")

    def prepare(self, desk: Desk) -> None:
        """Whoever has no part in it yet."""
        super().prepare(desk)
        self.body.label.text = "协办单位"

    def offered(self, desk: Desk) -> list[Offer]:
        """Neither the lead nor whoever assists already."""
        return without(super().offered(desk), [leg for leg in desk.file.legs if leg.is_current])


class EscalateForm(ActForm):
    """上报: what was tried."""

    tried = fields.text("本级已经做了什么", 300, "写明本级已经做了什么、为什么办不了")


class ReturnForm(ActForm):
    """申请退回: why it is clearly not one's own, and whose it is (GR-22)."""

    reason = fields.text("退回依据", 300, "写明依据：为什么明确不属于本单位职责")
    should_be = fields.line("应由哪个单位办理", 80, "写明应由哪个单位办理")


class RefusalForm(ActForm):
    """Not agreed to, and why."""

    refusal = fields.text("不同意的理由", 200, "写明为什么不同意")


class FinishAssistForm(ActForm):
    """What the assistant did."""

    note = fields.text("完成情况", 500, "写明协办做了什么")


class WaiveAssistForm(ActForm):
    """Why the assistants are let off."""

    reason = fields.text("免除原因", 500, "写明为什么不用协办了")


class RemindForm(ActForm):
    """A word to the handler."""

    text = fields.text("留言", 300, description="承办单位在工作台上看到")


class RespondForm(ResultForm):
    """反馈结果: how it ended, in words, with evidence; a shelved one with the day of its review (GR-30)."""

    WHEN = {"review_on": "outcome=shelved"}
    most, documents = MOST_FILES, True
    outcome = fields.answer(
        "办结类型", "选办结类型", choices=[(one.value, OUTCOME_LABEL[one]) for one in Outcome]
    )
    review_on = fields.day("复核日期")
    text = result_text()
    photos = fields.files("照片或材料")
    signed = signature()

    def prepare(self, desk: Desk) -> None:
        """Until when a shelved one is looked at again; what an open later stage forbids."""
        self.review_on.description = f"挂账的才填，最晚 {review_until(desk.day, desk.book.terms)}"
        if desk.standing.stage_open:
            self.outcome.description = "关联的后续环节还没有结束，现在不能选“已解决”"
