"""Calling a meeting, adding somebody to the table, signing, sending back, following up, correcting, exempting."""

from collections.abc import Sequence

from flask_wtf.file import FileField, MultipleFileField
from wtforms import Field, HiddenField, ValidationError
from wtforms.validators import DataRequired

from shuangluan.kernel import attachments
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm, IdField
from shuangluan.red_property.forms.fields import AreaField, CountField, day, line, minute, one_of, tick, ticks, words
from shuangluan.red_property.forms.record import HANDLINGS
from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL
from shuangluan.red_property.rules.words import MEETING_KIND_LABEL, PARTY_LABEL, THREE, Party

MOST_FILES = 6


class PlanForm(BaseForm):
    """A new meeting; `compound_id` offers the compounds that the planner answers for."""

    compound_id = one_of("小区", missing="请选小区")
    also = ticks("和哪些小区联合召开")
    kind = one_of("类型", [(kind.value, label) for kind, label in MEETING_KIND_LABEL.items()], empty=None)
    period = line("例会月份", 7)
    held_on = day("开会日期", "请写开会日期")
    starts_at = minute("开始时间")
    place = line("地点", 60)
    reason = words("原因", 200)


class SeatAddForm(BaseForm):
    """Somebody who was at the table."""

    who = one_of("从名单选", empty="其他人，写姓名")
    name = line("姓名", 40)
    party = one_of("代表", [(party.value, PARTY_LABEL[party]) for party in Party], missing="请选代表哪一方")
    capacity = line("身份", 40)
    compound_id = one_of("哪个小区", empty="各小区都算")


class ProposalForm(BaseForm):
    """An item for a meeting to come."""

    title = line("议题", 120, "请写议题")
    background = words("情况", 1000)


class ReasonForm(BaseForm):
    """Why: for 流会, 取消."""

    reason = words("原因", 200, "请写明原因")


class SignForm(BaseForm):
    """签认: for which party, and what was on the page."""

    party = one_of("代表", [(party.value, PARTY_LABEL[party]) for party in THREE], missing="请选代表哪一方")
    seen_hash = HiddenField(validators=[DataRequired("页面不完整，请刷新后再签认")])


class ReturnForm(BaseForm):
    """退回修改."""

    party = one_of("代表", [(party.value, PARTY_LABEL[party]) for party in THREE], missing="请选代表哪一方")
    comment = words("要改什么", 300, "请写明要改什么")


class AmendmentForm(BaseForm):
    """更正 of one place."""

    place = one_of("更正哪里", missing="请选要更正的地方")
    after = words("改为", 1000)
    reason = words("原因", 300, "更正要写明原因")


class FollowUpForm(BaseForm):
    """Progress of a resolution between meetings."""

    text = words("落实情况", 300, "请写落实情况")
    state = one_of("状态", [(state.value, RESOLUTION_LABEL[state]) for state in HANDLINGS], empty="不变")
    percent = CountField("进度 %")
    new_due_on = day("新期限")
    members_signed = CountField("签字同意的委员人数")
    owner_party = one_of("改派给", [(party.value, PARTY_LABEL[party]) for party in THREE], empty="不改派")
    owner_name = line("新的责任人", 40)
    reason = words("推迟、取消或改派的原因", 200)
    files = MultipleFileField("依据")

    uploads: Sequence[Upload] = ()  # what was sent with it, checked

    def validate_files(self, field: Field) -> None:
        """Look at each file's content before anything is written."""
        given = [file for file in field.data or [] if file and file.filename]
        if len(given) > MOST_FILES:
            raise ValidationError(f"最多 {MOST_FILES} 个，现在有 {len(given)} 个，去掉几个再提交")
        try:
            self.uploads = [attachments.check_upload(file.filename, file.stream) for file in given]
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None


class PhotosForm(BaseForm):
    """Photos of the meeting, optional."""

    photos = MultipleFileField("照片")

    uploads: Sequence[Upload] = ()  # what was sent, checked

    def validate_photos(self, field: Field) -> None:
        """Look at each file's content before anything is written."""
        given = [file for file in field.data or [] if file and file.filename]
        if not given:
            raise ValidationError("请选照片")
        try:
            found = [attachments.check_upload(file.filename, file.stream) for file in given]
            attachments.check_photos(found, MOST_FILES)
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None
        self.uploads = found


class ExemptionForm(BaseForm):
    """免开 of a month."""

    compound_id = IdField("小区", [DataRequired("请选小区")])
    period = line("月份", 7, "请写月份")
    reason = one_of("原因", missing="请选原因")
    note = line("说明", 200)


KINDS = ("yes", "no", "abstain", "blank", "invalid", "silent", "undelivered")


class CalculatorForm(BaseForm):
    """The numbers of a vote, for a quick check; nothing is stored."""

    class Meta(BaseForm.Meta):
        """A GET form: it changes nothing."""

        csrf = False

    matter = one_of("表决事项", empty=None)
    closed_on = day("表决截止日", "请写表决截止日")
    persons_total = CountField("业主总人数", [DataRequired("请写业主总人数")])
    area_total = AreaField("专有部分总面积（㎡）", [DataRequired("请写总面积")])
    follow = tick("议事规则有“未反馈的随多数”的条款（已附）")
    yes_persons, yes_area = CountField("同意人数"), AreaField("同意面积")
    no_persons, no_area = CountField("反对人数"), AreaField("反对面积")
    abstain_persons, abstain_area = CountField("弃权人数"), AreaField("弃权面积")
    blank_persons, blank_area = CountField("已交未选人数"), AreaField("已交未选面积")
    invalid_persons, invalid_area = CountField("无效人数"), AreaField("无效面积")
    silent_persons, silent_area = CountField("已送达未交人数"), AreaField("已送达未交面积")
    undelivered_persons, undelivered_area = CountField("未送达人数"), AreaField("未送达面积")


class ScanForm(BaseForm):
    """A form with one scanned paper, whose content is looked at before anything is written."""

    scan = FileField("扫描件", validators=[DataRequired("请上传扫描件")])

    upload: Upload | None = None  # what was sent with it, checked

    def validate_scan(self, field: Field) -> None:
        """A photo or a PDF of the paper."""
        try:
            found = attachments.check_upload(field.data.filename, field.data.stream)
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None
        if not (found.media_type.startswith("image/") or found.name.lower().endswith(".pdf")):
            raise ValidationError("扫描件要是照片或 PDF")
        self.upload = found


class PaperForm(ScanForm):
    """纸质签认: who of those present signed which version."""

    seat_id = one_of("签字的人", missing="请选是谁签的")
    code = line("纸上的校验码", 20, "请照纸上抄写校验码")


class MandateForm(ScanForm):
    """书面授权."""

    compound_id = one_of("小区", empty=None)
    person_id = one_of("被授权的人", missing="请选被授权的人")
    party = one_of("代表", [(party.value, PARTY_LABEL[party]) for party in THREE], missing="请选代表哪一方")
    valid_from = day("从哪天起", "请写授权的第一天")
    valid_until = day("到哪天止", "请写授权的最后一天")


class HandUpForm(BaseForm):
    """提请街道."""

    reason = words("提请的原因，要街道定什么", 300, "请写提请的原因")


class ConferenceForm(BaseForm):
    """A conference of a street."""

    street = one_of("街道", empty=None)
    held_on = day("开会日期", "请写开会日期")
    place = line("地点", 60, "请写地点")
    chair = line("主持人", 40, "请写主持人")
    present = words("参加的部门和企业", 500, "请写有哪些部门和企业参加")
    minutes = words("会议情况", 2000)


class DecisionForm(BaseForm):
    """The conference's word on an entry."""

    conference_id = one_of("哪次街道联席会议", missing="请选哪次会；还没有登记的先登记")
    decision = words("议定的内容", 500, "请写议定的内容")
    body = line("由谁承办", 60, "请写由谁承办")
    outcome = one_of("处理", [(state.value, RESOLUTION_LABEL[state]) for state in HANDLINGS], empty=None)
    due_on = day("期限")
