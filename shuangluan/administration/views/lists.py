"""人员名单 as a page and as a workbook: masked for readers, in clear with a reason for its keepers (E11)."""

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.administration import queries
from shuangluan.administration.forms import ReasonForm
from shuangluan.administration.permissions import Perm
from shuangluan.administration.registers import FIELDS
from shuangluan.administration.tables import FULL, PERSONS, Line
from shuangluan.administration.views.blueprint import SLICE, bp
from shuangluan.kernel.listing import Listing, Reading, hang, taken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.web import page

LISTING = Listing(
    SLICE, PERSONS, queries.PERSONS, Line, "person",
    "用这个系统办事的人，一人一行；居民不在这里。身份证号和手机号已遮盖", "登记第一个，或者把现成的表导入进来。",
    write=Perm.PERSON_WRITE, add="登记人员",
    in_clear=("导出完整号码", "administration.person_full_export", Perm.PERSON_REVEAL),
)  # fmt: skip
hang(LISTING, "/persons", Perm.PERSON_READ)


@bp.route("/persons/full-export", methods=["GET", "POST"])
@requires(Perm.PERSON_REVEAL)
def person_full_export() -> ResponseReturnValue:
    """Full numbers, for a reason that the trail keeps with how many there were and which (E11, PIPL 51)."""
    reading, form = Reading(LISTING), ReasonForm()
    count, rows = reading.whole()
    if form.validate_on_submit():
        notes = [f"共 {count:,} 人，身份证号和手机号完整，请妥善保管，用完删除", *reading.conditions]
        lines = (Line(line.row, line.day, in_clear=True) for line in rows)
        sheet = Sheet("人员名单（完整号码）", notes, FULL, lines, FIELDS)
        detail = {"rows": count, "conditions": reading.asked.said, "reason": form.reason.data}
        return taken("kernel.person.exported_in_full", sheet, detail)
    status = 422 if request.method == "POST" else 200
    return page("administration/person_full_export.html", status=status, form=form, asked=reading.asked, count=count)
