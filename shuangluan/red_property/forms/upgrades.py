"""What is asked of a showcase, an upgrade plan and its milestones (RP-5, RP-36)."""

from wtforms.validators import DataRequired

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import MoneyField, day, line, one_of, words
from shuangluan.red_property.rules.showcases import SHOWCASE_LABEL, TRACK_LABEL


class ShowcaseForm(BaseForm):
    """A compound on the district's list; which compounds are offered, the view says."""

    compound_id = one_of("小区", missing="请选小区")
    kind = one_of("类别", [(one.value, label) for one, label in SHOWCASE_LABEL.items()], missing="请选类别")
    valid_from = day("公布日期", "请写公布日期")
    valid_until = day("最后一天")
    basis = line("公布依据", 120, "请写公布的文件或会议")


class PlanForm(BaseForm):
    """An upgrade plan."""

    compound_id = one_of("小区", missing="请选小区")
    title = line("计划名称", 60, "请写计划名称")
    track = one_of("提升方向", [(one.value, label) for one, label in TRACK_LABEL.items()], missing="请选提升方向")
    reason = line("改用别的方向的原因", 200)
    items = words("提升内容", 500, "请写提升内容")
    funding = MoneyField("资金（元）", [DataRequired("请写资金，没有写 0")])
    funding_source = line("资金来源", 120)
    decided_on = day("立项日期", "请写立项日期")


class MilestoneForm(BaseForm):
    """A step of a plan."""

    name = line("节点", 80, "请写节点")
    due_on = day("节点日期", "请写节点日期")
    done_on = day("完成日期")
    note = line("说明", 200)
