"""表决结果表: the list of those handed out, one as a Word file (RP-61, RP-64)."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, file_taken, hang
from shuangluan.kernel.models import IssuedDocument
from shuangluan.kernel.papers import Paper
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import viewer
from shuangluan.red_property.models import VoteResult
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import result_sheets as stored
from shuangluan.red_property.rules import vote_lines
from shuangluan.red_property.rules.result_sheets import sheet_title
from shuangluan.red_property.rules.votes import VoteState
from shuangluan.red_property.tables.votes import RESULT_SHEETS, ResultSheetLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.vote_pages import find
from shuangluan.red_property.views.vote_prints import shares_of, sheet_context

LISTING = Listing(
    SLICE, RESULT_SHEETS, stored.SOURCE, ResultSheetLine, "result_sheet",
    "第二人确定结果时出具；重新统计以后，前一份是“已更正”", "业主表决的结果由两个人确定以后，结果表列在这里。",
    export=Perm.VOTE_EXPORT,
)  # fmt: skip
hang(LISTING, "/result-sheets", Perm.VOTE_READ)
HEAD = ("", "业主总数", "参与", "占总数", "同意", "占参与或全体")
WIDTHS = (0.14, 0.18, 0.17, 0.17, 0.17, 0.17)


@bp.post("/votes/<int:vote_id>/result/word")
@requires(Perm.VOTE_EXPORT)
def vote_result_word(vote_id: int) -> ResponseReturnValue:
    """The result sheet as a Word file; what is not final says so on every page."""
    vote = find(vote_id)
    context = sheet_context(vote)
    mark = "" if vote.state is VoteState.FINAL else "测算 未确定"
    paper = Paper(sheet_title(vote.title), by=viewer().name, at=clock.now(), mark=mark)
    document: IssuedDocument | None = context["document"]
    number = f"{document.number}　" if document else ""
    paper.subtitle(number + " ".join(context["place"]))
    said = context["said"]
    paper.line(f"形式：{said['form']}；组织者：{said['initiator']}；名册以 {vote.freeze_on} 为准；"
               f"表决 {vote.opens_on} 至 {said['closes']}。")  # fmt: skip
    for count in context["counts"]:
        _count(paper, count, context["results"].get(count.id, ()), context)
    paper.heading("程序核对")
    paper.table(("", "要求", "依据"), [(answer[0], text, basis) for text, answer, basis in context["procedure"]],
                (0.14, 0.5, 0.36))  # fmt: skip
    if document is not None:
        paper.line(f"校验码 {document.code}，第 {document.edition} 份。")
    return file_taken(SLICE.exported, paper.content(), f"表决结果表_{vote.title}", "docx", {"vote": vote.id})


def _count(paper: Paper, count: Any, results: Sequence[VoteResult], context: dict[str, Any]) -> None:
    if count.confirmed_at is None:
        return
    paper.heading(f"第 {count.round} 次统计{'：' + count.reason if count.reason else ''}")
    motions = {one.id: one for one in context["box"].motions}
    for one in results:
        motion, (persons, area) = motions[one.motion_id], shares_of(one)
        paper.line(f"{motion.seq}. {motion.title}（{context['law'][motion.matter]}）", bold=True)
        paper.table(HEAD, [
            ("人数", str(one.persons_total), str(one.participating_persons), persons[0], str(one.agreeing_persons),
             persons[1]),
            ("面积 ㎡", vote_lines.area(one.area_total_x100), vote_lines.area(one.participating_area_x100), area[0],
             vote_lines.area(one.agreeing_area_x100), area[1]),
        ], WIDTHS)  # fmt: skip
        paper.line("；".join(line["text"] for line in one.lines) + "。")
    second = "第二人还没有确定"
    if count.finalised_at is not None:
        second = f"{count.finaliser_name} {clock.local(count.finalised_at):%Y-%m-%d %H:%M} 确定"
    paper.line(f"{count.confirmer_name} {clock.local(count.confirmed_at):%Y-%m-%d %H:%M} 先行确定；{second}。")
