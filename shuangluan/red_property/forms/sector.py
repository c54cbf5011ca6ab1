"""物业服务行业党委: founding, a member, the place of a unit (RP-71)."""

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import day, line, one_of


class SectorForm(BaseForm):
    """The founding of the committee."""

    name = line("名称", 80, "请写名称")
    founded_on = day("成立日期", "请写成立日期")


class SectorMemberForm(BaseForm):
    """A member of the committee."""

    name = line("姓名", 40, "请写姓名")
    phone = line("手机号", 20)
    position = line("职务", 20, "请写职务，如书记、委员")
    home = line("所在企业或部门", 80)
    valid_from = day("从哪天起", "请写从哪天起")


class SectorMemberEditForm(BaseForm):
    """What is corrected of a member."""

    position = line("职务", 20, "请写职务，如书记、委员")
    home = line("所在企业或部门", 80)
    valid_from = day("从哪天起", "请写从哪天起")
    last_day = day("最后一天")


class ParentForm(BaseForm):
    """What a unit stands under."""

    parent_id = one_of("上级党组织", empty="没有上级")
