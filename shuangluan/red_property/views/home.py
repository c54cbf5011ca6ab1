"""红色物业: the first page of the task, each compound's months with gaps first and what is counted (RP-61)."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.figures import Value, period_of, values
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import chosen_area, page, viewer
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import figures, months
from shuangluan.red_property.rules import dates
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.months import in_words

MOST = 12  # compounds of the strip; all of them stand in the 月度表
GROUPS = (
    ("联席会", ("meetings", "missed", "inquorate", "unsigned")),
    ("议定事项", ("resolutions_open", "resolutions_overdue", "resolutions_on_time", "resolved_issues")),
    ("企业党建", ("party_orgs", "instructors", "uncovered")),
    ("业委会", ("red_committees", "terms_ending")),
    ("亮点小区", ("showcase_commercial", "showcase_self_governed", "showcase_resettlement")),
    ("表决与资金", ("votes_running", "votes_uncounted", "funds_short", "repairs_open")),
)


@bp.get("")
@requires(Perm.MEETING_READ)
def home() -> ResponseReturnValue:
    """The compounds whose months have gaps, and the figures of the month; each opens its list."""
    today, area = clock.today(), chosen_area()
    period = period_of(dates.period_of(today), today)
    rows = months.matrix(viewer(), today, area=area)
    found = values(figures.figures(viewer(), area, period, clock.now()))
    return page("red_property/home.html", period=period, groups=_groups(found), most=MOST, **in_words(rows, today))


def _groups(found: Sequence[Value]) -> list[tuple[str, list[Value]]]:
    """The figures under their headings; a heading of which the viewer may see none is left out."""
    known = {one.figure.key.removeprefix("property."): one for one in found}
    groups = [(label, [known[key] for key in keys if key in known]) for label, keys in GROUPS]
    return [(label, held) for label, held in groups if held]
