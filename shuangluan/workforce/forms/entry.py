"""The facts of a worker as they are typed: one short form per kind (WF-21)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from wtforms import BooleanField, DateField, DecimalField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, labelled, words
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.kinds import CONTRACT_LABEL

EDUCATION = words(EDUCATION_ORDER, blank="请选")
CERTIFICATE = words(CERTIFICATE_ORDER, blank="请选")
BASIS = choices((("elected", "选举"), ("appointed", "任命"), ("hired", "聘用")))
PRECISION = choices((("day", "到日"), ("month", "到月")))
MERIT = choices((("reward", "奖励"), ("sanction", "处分")))
END_REASONS = ("换届离任", "辞职", "罢免", "考核调整", "处分", "机构调整", "其他")
REASONS = words(END_REASONS, blank="请选")


def _words(label: str, most: int, *, needed: bool = True) -> StringField:
    rules = [Length(max=most, message=f"最多 {most} 字")]
    return StringField(label, [DataRequired(f"填{label}"), *rules] if needed else [Optional(), *rules])


def _hours() -> DecimalField:
    """Up to two decimals, as the training hours are typed."""
    most = NumberRange(Decimal(0), Decimal(9999), "写 0 到 9999 的学时，如 72 或 4.5")
    return DecimalField("继续教育学时", [Optional(), most], places=2)


def _day(label: str, *, needed: bool = True) -> DateField:
    return DateField(label, [DataRequired(f"填{label}") if needed else Optional()])


class EntryForm(BaseForm):
    """A fact's form; `offer` sets the choices that the scheme decides."""

    SCHEME_CHOICES: tuple[str, ...] = ()

    def offer(self, known: Mapping[str, Iterable[str]]) -> None:
        """Set the choices of the fields that the scheme names."""
        for name in self.SCHEME_CHOICES:
            self._fields[name].choices = words(known[name], blank="请选")


class EducationForm(EntryForm):
    """学历."""

    level = SelectField("学历", [DataRequired("选学历")], choices=EDUCATION)
    school = _words("学校", 60)
    major = _words("专业", 60, needed=False)
    diploma_on = _day("毕业证书日期")
    recognized_from = _day("认定起始日期")
    has_diploma = BooleanField("有毕业证书", default=True)
    has_degree = BooleanField("有学位证书")
    is_inservice = BooleanField("在职取得")


class CertificateForm(EntryForm):
    """职业资格证书."""

    level = SelectField("级别", [DataRequired("选级别")], choices=CERTIFICATE)
    cert_no = _words("证书号", 40)
    approved_on = _day("批准日期")
    ce_hours = _hours()


class SegmentForm(EntryForm):
    """工作经历."""

    SCHEME_CHOICES = ("kind",)
    kind = SelectField("类别", [DataRequired("选类别")])
    served_from = _day("第一天")
    served_until = _day("最后一天", needed=False)
    precision = RadioField("日期写到", choices=PRECISION, default="day")
    unit = _words("单位", 60)
    evidence = _words("依据材料", 100)


class AbsenceForm(EntryForm):
    """离岗."""

    kind = _words("类别", 20)
    away_from = _day("第一天")
    away_until = _day("最后一天", needed=False)
    doc_no = _words("文号或审批单号", 60)


class AppointmentForm(EntryForm):
    """任职 in the worker's community or another of the editor's."""

    SCHEME_CHOICES = ("position",)
    position = SelectField("职务", [DataRequired("选职务")])
    basis = RadioField("任职方式", [DataRequired("选任职方式")], choices=BASIS)
    election_term = _words("届次（选举任职的写，如第九届）", 20, needed=False)
    held_from = _day("任职日期")
    doc_date = _day("文件日期", needed=False)
    doc_no = _words("文号", 60, needed=False)


class ContractForm(EntryForm):
    """劳动合同."""

    kind = RadioField("合同期限", [DataRequired("选合同期限")], choices=labelled(CONTRACT_LABEL))
    signer = _words("签订单位", 60)
    signed_from = _day("第一天")
    signed_until = _day("最后一天", needed=False)
    probation_until = _day("试用期最后一天", needed=False)
    is_by_wish = BooleanField("本人书面提出签固定期限（已存档）")


class MeritForm(EntryForm):
    """奖惩."""

    kind = RadioField("类型", [DataRequired("选类型")], choices=MERIT)
    level = _words("名称", 40)
    doc_no = _words("文号", 60)
    effective_on = _day("生效日期")
    effective_until = _day("影响期最后一天", needed=False)
    blocks_step = BooleanField("影响期内不晋级")
    blocks_excellent = BooleanField("影响期内不评优秀")


class ResultForm(EntryForm):
    """年度考核结果, to be confirmed apart."""

    SCHEME_CHOICES = ("rating", "reason")
    year = IntegerField("年度", [DataRequired("填年度"), NumberRange(2000, 2100, "填四位年份")])
    rating = SelectField("等次", [DataRequired("选等次")])
    reason = SelectField("不定等次的原因", [Optional()])


class RegistrationForm(EntryForm):
    """A registration period of a certificate."""

    registered_from = _day("有效期第一天")
    registered_until = _day("有效期最后一天", needed=False)
    ce_hours = _hours()


class AppointmentEndForm(EntryForm):
    """离任."""

    held_until = _day("最后一天")
    end_reason = SelectField("离任原因", [DataRequired("选离任原因")], choices=REASONS)
