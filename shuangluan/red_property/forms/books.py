"""Companies, contracts, committees, party cover, posts: what their pages ask for (RP-5)."""

from wtforms.validators import DataRequired

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import CountField, day, line, one_of, tick
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL
from shuangluan.red_property.rules.companies import COMPANY_KIND_LABEL, CONTRACT_KIND_LABEL
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL
from shuangluan.red_property.rules.words import MODE_LABEL

PHONE = "填写手机号，用来认出是不是同一个人"


class CompanyForm(BaseForm):
    """A company."""

    name = line("企业名称", 60, "填写企业名称")
    credit_code = line("统一社会信用代码", 18, "填写统一社会信用代码")
    kind = one_of("类型", [(one.value, label) for one, label in COMPANY_KIND_LABEL.items()], missing="选择类型")
    stars = CountField("星级")


class ContractForm(BaseForm):
    """A contract: company, compound, days; the days of one that is stored do not move."""

    compound_id = one_of("小区", missing="选择小区")
    organisation_id = one_of("物业企业", missing="选择物业企业")
    kind = one_of("合同类型", [(one.value, label) for one, label in CONTRACT_KIND_LABEL.items()], missing="选择类型")
    valid_from = day("第一天", "填写合同的第一天")
    last_day = day("最后一天")
    fee_text = line("收费标准", 120)
    filed_on = day("备案日期")


class ContractEditForm(BaseForm):
    """What may be corrected of a contract."""

    kind = one_of("合同类型", [(one.value, label) for one, label in CONTRACT_KIND_LABEL.items()], missing="选择类型")
    fee_text = line("收费标准", 120)
    filed_on = day("备案日期")


class EndForm(BaseForm):
    """The last day of something."""

    last_day = day("最后一天", "填写最后一天")


class ContractEndForm(EndForm):
    """Why a contract ends."""

    reason = line("原因", 200, "写明终止的原因")


class UnitForm(BaseForm):
    """The party unit of a company: one that is known, or a new one."""

    party_unit_id = one_of("党组织", empty="新的党组织，写名称")
    name = line("名称", 80)
    kind = one_of("类型", [("company", "物业企业党组织"), ("joint_branch", "联合党支部")], empty=None)
    valid_from = day("从哪天起", "填写从哪天起")


class InstructorForm(BaseForm):
    """A 党建指导员."""

    name = line("指导员姓名", 40, "填写姓名")
    phone = line("手机号", 20, PHONE)
    basis = line("选派依据", 120, "写明选派的依据，如文件号")
    valid_from = day("从哪天起", "填写从哪天起")


class CommitteeForm(BaseForm):
    """A term of a committee."""

    compound_id = one_of("小区", missing="选择小区")
    elected_on = day("选举日", "填写选举日")
    last_day = day("任期最后一天", "填写任期最后一天")
    seats = CountField("席位", [DataRequired("填写席位，要是单数")])
    filed_on = day("备案日期")


class CommitteeEditForm(BaseForm):
    """What may be corrected of a term."""

    last_day = day("任期最后一天", "填写任期最后一天")
    seats = CountField("席位", [DataRequired("填写席位，要是单数")])
    filed_on = day("备案日期")


class MemberForm(BaseForm):
    """A member of a committee."""

    name = line("姓名", 40, "填写姓名")
    phone = line("手机号", 20, PHONE)
    position = one_of("职务", [(one, one) for one in ("主任", "副主任", "委员")], empty=None)
    is_party_member = tick("党员（含预备党员）")
    valid_from = day("到任日期", "填写到任日期")


class ModeForm(BaseForm):
    """议事方式 from a day on."""

    mode = one_of("议事方式", [(one.value, label) for one, label in MODE_LABEL.items()], missing="选择议事方式")
    valid_from = day("从哪天起", "填写从哪天起")
    reason = line("原因", 200, "写明变更议事方式的原因")


class SubstituteForm(BaseForm):
    """Who stands for the owners while there is no committee."""

    kind = one_of("替代方", [(one.value, label) for one, label in SUBSTITUTE_LABEL.items()], missing="选择替代方")
    basis = line("依据", 120, "写明依据")
    valid_from = day("第一天", "填写第一天")
    last_day = day("最后一天")


class CrossPostForm(BaseForm):
    """A post on the other side of the table; the ticks are what RP-5 asks of the person."""

    kind = one_of("职务", [(one.value, label) for one, label in CROSS_POST_LABEL.items()], missing="选择职务")
    organisation_id = one_of("物业企业", missing="选择物业企业")
    host = one_of("社区或街道", missing="选择社区或街道")
    name = line("姓名", 40, "填写姓名")
    phone = line("手机号", 20, PHONE)
    is_party_member = tick("是党员")
    is_responsible = tick("是企业负责人")
    community = one_of("任两委成员的社区", empty="不是两委成员")
    basis = line("依据", 120, "写明任职的依据")
    valid_from = day("从哪天起", "填写从哪天起")
