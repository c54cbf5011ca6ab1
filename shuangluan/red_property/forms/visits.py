"""What is asked of a visit to a company, and of help that was given (RP-67)."""

from typing import Any

from wtforms.validators import InputRequired

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import CountField, day, line, one_of, words
from shuangluan.red_property.rules.visits import VisitFacts


class VisitForm(BaseForm):
    """A visit: who came, what was counted and heard, what was promised."""

    organisation_id = one_of("物业企业", missing="请选企业")
    visited_on = day("走访日期", "请写走访日期")
    visitors = line("走访人", 80, "请写走访人")
    staff = CountField("员工人数", [InputRequired("请写员工人数")])
    party_members = CountField("党员人数（含预备党员）", [InputRequired("请写党员人数，没有写 0")])
    formal_members = CountField("其中正式党员", [InputRequired("请写正式党员人数，没有写 0")])
    problems = words("反映的问题", 500)
    promised = words("答应帮助的事", 300)
    promised_due_on = day("办结期限")

    @property
    def facts(self) -> VisitFacts:
        """What was typed, once the form is valid."""
        said: dict[str, Any] = {name: self.data[name] for name in VisitFacts.__dataclass_fields__}
        counts = {name: said[name] or 0 for name in ("staff", "party_members", "formal_members")}
        texts = {name: said[name] or "" for name in ("visitors", "problems", "promised")}
        return VisitFacts(**{**said, **counts, **texts})

    def fill(self, visit: Any) -> None:
        """The values of a visit that is to be corrected."""
        for name in VisitFacts.__dataclass_fields__:
            self._fields[name].data = getattr(visit, name)


class HelpForm(BaseForm):
    """The promised help is done."""

    done_on = day("办结日期", "请写办结日期")
    done_note = line("办结情况", 200)
