"""A post of a committee's member, or of a relative, in a company (RP-35)."""

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import day, line, one_of
from shuangluan.red_property.rules.ties import RELATION_LABEL


class TieForm(BaseForm):
    """Whose post, in which company, what and since when."""

    member_id = one_of("委员", missing="请选委员")
    relation = one_of(
        "谁任职", [(one.value, label) for one, label in RELATION_LABEL.items()], missing="请选本人或哪一位亲属"
    )
    organisation_id = one_of("物业企业", missing="请选企业")
    post = line("企业里的职务", 40, "请写职务，如项目经理")
    valid_from = day("从哪天起", "请写从哪天起")
