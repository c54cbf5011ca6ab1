"""What is asked of a company, its contracts and its party cover."""

from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import PartyUnitKind
from shuangluan.red_property.forms.fields import day, line, one_of, words
from shuangluan.red_property.rules.companies import COMPANY_KIND_LABEL, CONTRACT_KIND_LABEL

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


class UnitForm(BaseForm):
    """The party unit of a company: one that is there, or a new one."""

    party_unit_id = one_of("党组织", empty="新登记一个")
    name = line("新党组织名称", 80)
    kind = one_of("新党组织类型", UNIT_KINDS, empty=None)
    valid_from = day("起始日期", "请写起始日期")


class InstructorForm(BaseForm):
    """A party-building instructor."""

    name = line("姓名", 40, "请写姓名")
    phone = line("手机号", 20)
    valid_from = day("选派日期", "请写选派日期")
    basis = line("依据", 120)
