"""交叉任职, and how a compound deliberates: what their pages ask for (RP-5, RP-71)."""

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import CountField, day, line, one_of, tick
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL
from shuangluan.red_property.rules.words import MODE_LABEL


class EndForm(BaseForm):
    """The last day of something."""

    last_day = day("最后一天", "填写最后一天")


class ModeForm(BaseForm):
    """议事方式 of a compound from a day on."""

    compound_id = one_of("小区", missing="选择小区")
    mode = one_of("议事方式", [(one.value, label) for one, label in MODE_LABEL.items()], missing="选择议事方式")
    valid_from = day("从哪天起", "填写从哪天起")
    reason = line("原因", 200, "写明变更议事方式的原因")


class MeetingDayForm(BaseForm):
    """联席会日 from a day on."""

    day_of_month = CountField("每月几日")
    valid_from = day("从哪天起", "填写从哪天起")


class SubstituteForm(BaseForm):
    """Who stands for the owners of a compound while there is no committee."""

    compound_id = one_of("小区", missing="选择小区")
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
    phone = line("手机号", 20)
    is_party_member = tick("是党员")
    is_responsible = tick("是企业负责人")
    community = one_of("任两委成员的社区", empty="不是两委成员")
    basis = line("依据", 120, "写明任职的依据")
    valid_from = day("从哪天起", "填写从哪天起")


class CrossPostEditForm(BaseForm):
    """The days and the paper of a post."""

    basis = line("依据", 120, "写明任职的依据")
    valid_from = day("从哪天起", "填写从哪天起")
    last_day = day("最后一天")
