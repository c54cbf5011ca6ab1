"""Forms of owners' votes: the plan, motions, the roster, the steps, ballots, deliveries (RP-7, RP-64)."""

import re
from datetime import datetime
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import DateTimeLocalField, Field, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from shuangluan.kernel import attachments
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.fields import EARLIEST, LATEST, Readable
from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import AreaField, CountField, day, line, one_of, options, tick, words
from shuangluan.red_property.rules.electorate import UNIT_STATUS_LABEL, UnitStatus
from shuangluan.red_property.rules.vote_plans import VotePlan
from shuangluan.red_property.rules.vote_words import (
    DELIVERY_LABEL,
    ELECTORATE_LABEL,
    INITIATOR_LABEL,
    MEDIUM_LABEL,
    UNIT_KIND_LABEL,
    VOTE_FORM_LABEL,
    DeliveryMethod,
    ElectorateScope,
    Initiator,
    Medium,
    VoteForm,
)

MOST_NUMBERS = 5000
_RANGE = re.compile(r"([0-9]{1,6})(?:[-－—~至]([0-9]{1,6}))?")


class MomentField(Readable, DateTimeLocalField):
    """A local moment to the minute."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was posted; browsers send 2026-12-08T09:30."""
        typed = " ".join(valuelist).strip().replace("T", " ")
        self.data = None
        if not typed:
            return
        try:
            moment = datetime.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise ValueError("时间写成 2026-12-08 09:30 的样子") from None
        if not EARLIEST <= moment.date() < LATEST:
            raise ValueError("年份不对，时间写成 2026-12-08 09:30 的样子")
        self.data = moment


def moment(label: str, missing: str) -> MomentField:
    """A moment that must be there."""
    return MomentField(label, [InputRequired(missing)], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


class PlanVoteForm(BaseForm):
    """A vote; `compound_id` offers the compounds in which the writer may hold one."""

    compound_id = one_of("小区", missing="请选小区")
    title = line("名称", 100, "写一个名称，如“××小区2026年第1次业主表决”")
    form = one_of("形式", VOTE_FORM_LABEL.items(), missing="请选形式")
    initiator = one_of("组织者", INITIATOR_LABEL.items(), missing="请选谁组织")
    initiator_note = line("组织的依据", 200)
    proposers = CountField("提议的业主人数")
    electorate = one_of("业主范围", ELECTORATE_LABEL.items(), empty=None)
    electorate_note = line("哪几栋、哪几个单元", 120)
    freeze_on = day("名册基准日", "写名册以哪天为准")
    opens_on = day("表决开始", "写表决从哪天开始")
    closes_at = moment("表决截止", "写表决到什么时候截止")

    @property
    def plan(self) -> VotePlan:
        """What was typed."""
        freeze_on, opens_on, closes_at = self.freeze_on.data, self.opens_on.data, self.closes_at.data
        assert freeze_on is not None  # the validators saw to all three
        assert opens_on is not None
        assert closes_at is not None
        return VotePlan(
            title=self.title.data or "",
            form=VoteForm(self.form.data),
            initiator=Initiator(self.initiator.data),
            initiator_note=self.initiator_note.data or "",
            proposers=self.proposers.data,
            electorate=ElectorateScope(self.electorate.data),
            electorate_note=self.electorate_note.data or "",
            freeze_on=freeze_on,
            opens_on=opens_on,
            closes_at=closes_at,
        )


class MotionForm(BaseForm):
    """A question; with a resolution that waits for it, also which owners that names."""

    matter = one_of("表决事项", missing="请选表决事项")
    title = line("议题", 120, "写议题")
    text = words("内容", 2000)
    resolution_id = one_of("来自议定事项", empty="不是联席会议定的")
    resolution_scope = one_of("议定事项写的业主范围", ELECTORATE_LABEL.items(), empty="没有来源的不选")


class UnitForm(BaseForm):
    """A row of the roster."""

    unit = line("房号", 60, "写房号，如 3号楼1单元302")
    kind = one_of("类型", UNIT_KIND_LABEL.items(), empty=None)
    status = one_of("状态", [(one.value, UNIT_STATUS_LABEL[one]) for one in UnitStatus], empty=None)
    owners = line("业主", 300)
    tails = line("证件后四位", 120)
    registered = AreaField("登记面积（㎡）")
    surveyed = AreaField("实测面积（㎡）")
    contract = AreaField("合同面积（㎡）")
    titled = tick("车位有独立产权证")

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {
            "unit": self.unit.data,
            "kind": self.kind.data,
            "status": self.status.data,
            "owners": self.owners.data or "",
            "tails": self.tails.data or "",
            "titled": self.titled.data,
            "registered_x100": self.registered.area_x100 or None,
            "surveyed_x100": self.surveyed.area_x100 or None,
            "contract_x100": self.contract.area_x100 or None,
        }


class StepForm(BaseForm):
    """A step that asks for nothing but to be sure."""


class PublicityForm(BaseForm):
    """Where and how long something hangs."""

    place = line("公示地点", 120, "写明公示的地方")
    manner = line("方式", 60)
    days = CountField("公示天数（自然日）", [InputRequired("写公示几天")])


class RosterPublicityForm(PublicityForm):
    """The publicity of roster and motions; often it is the notice to all owners as well."""

    notified_on = day("通知全体业主的日期")


class PastForm(BaseForm):
    """补录 of a vote that is over."""

    notified_on = day("当时通知全体业主的日期")


class WhyForm(BaseForm):
    """A step that needs its reason."""

    reason = words("原因", 200, "写明原因")


class CourseForm(BaseForm):
    """Days of the procedure that only people know."""

    notified_on = day("通知全体业主的日期")
    undeliverable_days = CountField("无法送达的公告了几天")
    result_posted_on = day("结果公布的日期")


class ClauseForm(BaseForm):
    """The clause of the 议事规则 on silence."""

    files = MultipleFileField("议事规则条款")
    uploads: list[Upload]

    def validate_files(self, field: Field) -> None:
        """Exactly one file."""
        try:
            self.uploads = [attachments.check_upload(one.filename, one.stream) for one in field.data or [] if one]
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from broken
        if len(self.uploads) != 1:
            raise ValidationError("上传写有从多条款的那一份文件")


class BallotForm(BaseForm):
    """One paper as it was read; medium, moment and agent stay for the next one."""

    agent = line("代交人", 40)
    line = StringField("编号和选择", [DataRequired("先打编号，空一格再打选择，如：12 1")])
    medium = RadioField(
        "收到的是",
        [InputRequired("选择纸质或电子")],
        choices=options((one.value, MEDIUM_LABEL[one]) for one in Medium),
        default=Medium.PAPER.value,
    )
    received_at = moment("收到时间", "写收到的时间")


class CheckForm(BaseForm):
    """The same paper, as another person reads it."""

    line = StringField("编号和选择", [DataRequired("先打编号，空一格再打选择，如：12 1")])


class SettleForm(BaseForm):
    """Which of two readings stands, and why."""

    which = RadioField(
        "以哪次为准",
        [InputRequired("选择以哪次为准")],
        choices=options([("first", "第一次录入"), ("second", "核对时录入")]),
    )
    reason = words("依据", 200, "写明依据，如“看过原票”")


class DeliveryForm(BaseForm):
    """Papers that reached counting units: single numbers and ranges."""

    numbers = line("编号", 300, "写编号，如 1-60,65")
    method = RadioField(
        "方式",
        [InputRequired("选择怎样送达的")],
        choices=options((one.value, DELIVERY_LABEL[one]) for one in DeliveryMethod),
    )
    delivered_on = day("送达日期", "写送达日期")
    receipt = tick("有送达凭证（签收、回执、公证等）")

    def validate_numbers(self, field: Field) -> None:
        """Refuse what is no number or range."""
        _ = self.chosen

    @property
    def chosen(self) -> list[int]:
        """The numbers. Raises ValidationError for what is none."""
        found: list[int] = []
        for part in re.split(r"[,，、;；\s]+", str(self.numbers.data or "").strip()):
            match = _RANGE.fullmatch(part)
            if match is None:
                raise ValidationError("编号写成 1-60,65 的样子")
            first, last = int(match[1]), int(match[2] or match[1])
            if last < first or last - first > MOST_NUMBERS:
                raise ValidationError(f"“{part}”的先后不对或太长")
            found += range(first, last + 1)
        return sorted(set(found))


class SheetForm(BaseForm):
    """For what names are printed or shown."""

    reason = line("用途", 100, "写明用途")
