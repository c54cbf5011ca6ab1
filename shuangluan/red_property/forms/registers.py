"""What is asked of a company, its contracts and party cover, a committee, a fee report."""

from datetime import timedelta
from typing import Any

from wtforms.validators import DataRequired, InputRequired

from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import PartyUnitKind
from shuangluan.red_property.forms.fields import CountField, MoneyField, day, line, one_of, tick, words
from shuangluan.red_property.rules.companies import COMPANY_KIND_LABEL, CONTRACT_KIND_LABEL
from shuangluan.red_property.rules.fees import FeeFigures

STARS = tuple((str(n), f"{n} 星" if n else "不评星") for n in range(6))
UNIT_KINDS = ((PartyUnitKind.COMPANY.value, "本企业党组织"), (PartyUnitKind.JOINT_BRANCH.value, "联合党支部"))


class CompanyForm(BaseForm):
    """A company."""

    name = line("企业名称", 80, "请写企业名称")
    credit_code = line("统一社会信用代码", 18, "请写统一社会信用代码")
    kind = one_of("企业类型", [(kind.value, label) for kind, label in COMPANY_KIND_LABEL.items()], missing="请选类型")
    stars = one_of("星级", STARS, empty="没有评过")


class ContractForm(BaseForm):
    """A new contract; which compounds and companies are offered, the view says."""

    compound_id = one_of("小区", missing="请选小区")
    organisation_id = one_of("物业企业", missing="请选企业")
    kind = one_of(
        "合同类型", [(kind.value, label) for kind, label in CONTRACT_KIND_LABEL.items()], missing="请选合同类型"
    )
    valid_from = day("开始日期", "请写开始日期")
    valid_until = day("最后一天")
    fee_text = line("收费标准", 120)
    filed_on = day("备案日期")


class EndForm(BaseForm):
    """The last day of something, with the reason."""

    last_day = day("最后一天", "请写最后一天")
    reason = words("原因", 200, "请写明原因")


class LastDayForm(BaseForm):
    """The last day of a post or a membership."""

    last_day = day("最后一天", "请写最后一天")


class UnitEditForm(BaseForm):
    """A party unit of companies, corrected or closed."""

    name = line("名称", 80, "请写名称")
    founded_on = day("成立日期", "请写成立日期")
    closed_on = day("撤销日期")


class UnitForm(BaseForm):
    """The party unit of a company: one that is there, or a new one."""

    party_unit_id = one_of("党组织", empty="新登记一个")
    name = line("新党组织名称", 80)
    kind = one_of("新党组织类型", UNIT_KINDS, empty=None)
    valid_from = day("起始日期", "请写起始日期")
    basis = line("批复文件", 120)


class InstructorForm(BaseForm):
    """A party-building instructor."""

    name = line("姓名", 40, "请写姓名")
    phone = line("手机号", 20)
    valid_from = day("选派日期", "请写选派日期")
    basis = line("依据", 120)


class InstructorOfForm(InstructorForm):
    """An instructor whose company is chosen; one that is corrected has a last day as well."""

    organisation_id = one_of("物业企业", missing="请选企业")
    last_day = day("最后一天")


class CommitteeForm(BaseForm):
    """A term of a committee."""

    compound_id = one_of("小区", missing="请选小区")
    elected_on = day("选举日期", "请写选举日期")
    term_until = day("任期最后一天", "请写任期最后一天")
    seats = CountField("委员席位", [DataRequired("请写委员席位，要是单数")])
    filed_on = day("备案日期")


class PartySideForm(BaseForm):
    """What the flag 红色业委会 asks beside the members."""

    has_party_group = tick("设有党小组")
    secretary_sits = tick("小区党支部书记是委员")


class MemberForm(BaseForm):
    """A member of a committee."""

    name = line("姓名", 40, "请写姓名")
    phone = line("手机号", 20)
    position = line("职务", 20, "请写职务，如主任、委员")
    is_party_member = tick("党员（含预备党员）")
    valid_from = day("任职日期")


class MemberEditForm(BaseForm):
    """What is corrected of a member."""

    position = line("职务", 20, "请写职务，如主任、委员")
    is_party_member = tick("党员（含预备党员）")
    valid_from = day("任职日期", "请写任职日期")
    last_day = day("最后一天")


class FeeForm(BaseForm):
    """What a contract's company collected in a period."""

    contract_id = one_of("合同", missing="请选合同")
    valid_from = day("本期第一天", "请写本期第一天")
    valid_until = day("本期最后一天", "请写本期最后一天")
    due = MoneyField("当期应收（元）", [DataRequired("请写当期应收，没有写 0")])
    received = MoneyField("当期实收（元）", [DataRequired("请写当期实收，没有写 0")])
    arrears = MoneyField("往期欠费期初（元）", [DataRequired("请写往期欠费期初，没有写 0")])
    recovered = MoneyField("往期追回（元）", [DataRequired("请写往期追回，没有写 0")])
    prepaid = MoneyField("预收以后各期（元）", [DataRequired("请写预收，没有写 0")])
    households_due = CountField("应缴户", [InputRequired("请写应缴户")])
    households_paid = CountField("已缴清户", [InputRequired("请写已缴清户")])
    note = line("说明", 200)

    @property
    def figures(self) -> FeeFigures:
        """What was typed, in fen and households; once the form is valid."""
        money = ("due", "received", "arrears", "recovered", "prepaid")
        fen = {f"{name}_fen": self._fields[name].fen for name in money}
        return FeeFigures(
            households_due=self.households_due.data or 0, households_paid=self.households_paid.data or 0, **fen
        )

    def fill(self, report: Any) -> None:
        """The values of a report that is to be corrected."""
        for name in ("due", "received", "arrears", "recovered", "prepaid"):
            fen = getattr(report, f"{name}_fen")
            self._fields[name].data = f"{fen // 100}.{fen % 100:02d}"
        self.households_due.data, self.households_paid.data = report.households_due, report.households_paid
        self.valid_from.data, self.note.data = report.valid_from, report.note
        self.valid_until.data = report.valid_to - timedelta(days=1)


class MembershipForm(BaseForm):
    """The days and the paper of a company in a party unit."""

    valid_from = day("加入日期", "请写加入日期")
    last_day = day("最后一天")
    basis = line("文件", 120)
