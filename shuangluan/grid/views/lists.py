"""流转环节台账 and 回访评价台账: the lists that figures of legs and of answers open, and their workbooks (GR-73)."""

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.grid import rules
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries.answer_register import ANSWERS, AnswerLine
from shuangluan.grid.queries.book import catalogue_on
from shuangluan.grid.queries.leg_register import LegLine, legs
from shuangluan.grid.queries.register import Seen, compound_option
from shuangluan.grid.queries.sources import Reader
from shuangluan.grid.tables import ANSWERS as ANSWER_TABLE
from shuangluan.grid.tables import LEGS as LEG_TABLE
from shuangluan.grid.tables import options
from shuangluan.grid.views.blueprint import SLICE, bp
from shuangluan.kernel import clock
from shuangluan.kernel.forms import clean
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import viewer

APPEALS = (("看诉求事件", "grid.appeal_list", Perm.APPEAL_READ),)


def _reader() -> Reader:
    now = clock.now()
    return Reader(now, catalogue_on(clock.local_day(now)), is_body=not viewer().areas(Perm.APPEAL_READ))


def _legs() -> Listing:
    reader = _reader()
    return Listing(
        SLICE, LEG_TABLE, legs(reader.now), lambda row, _: LegLine(row, reader), "leg",
        f"每个流转环节一行：派给谁、几时要签收、几时签收；一件诉求可以有几行；截至 {reader.at}",
        "诉求派给承办单位以后，这里有它的签收和办理时限。", action=rules.LEGS_EXPORTED, beside=APPEALS,
    )  # fmt: skip


def _answers() -> Listing:
    reader, seen = _reader(), Seen(viewer(), clock.now())
    chosen = {"compound": compound_option(clean(request.args.get("compound", "")), seen)}
    return Listing(
        SLICE, ANSWER_TABLE, ANSWERS, lambda row, _: AnswerLine(row, reader), "answer",
        f"每位应回访的诉求人一行：办结时的最后一次评价；诉求人的姓名已遮盖；截至 {reader.at}",
        "诉求办结以后，这里有每位诉求人的评价。",
        action=rules.ANSWERS_EXPORTED, beside=APPEALS, options=options(reader.catalogue) | chosen,
    )  # fmt: skip


@bp.get("/legs")
@requires(Perm.APPEAL_READ)
def leg_list() -> ResponseReturnValue:
    """Legs of the appeals that the viewer sees."""
    return listed(_legs())


@bp.get("/answers")
@requires(Perm.APPEAL_READ)
def answer_list() -> ResponseReturnValue:
    """What reporters said of the closed appeals that the viewer sees."""
    return listed(_answers())


@bp.post("/legs/export")
@requires(Perm.APPEAL_EXPORT)
def leg_export() -> ResponseReturnValue:
    """The same list of legs as a workbook."""
    return exported(_legs())


@bp.post("/answers/export")
@requires(Perm.APPEAL_EXPORT)
def answer_export() -> ResponseReturnValue:
    """The same list of answers as a workbook."""
    return exported(_answers())
