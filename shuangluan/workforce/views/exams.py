"""全科考聘: examinations of a year, their marks, who may be appointed 全科 or 全能 (WF-119)."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, RowDeed, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.training import ExamForm, MarksForm, TitleForm
from shuangluan.workforce.models import SkillExam, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import skill_register, skills
from shuangluan.workforce.queries.imports import ids_by_number
from shuangluan.workforce.rules.training import ALL_ROUND, GENERALIST, marks_of_lines
from shuangluan.workforce.tables.exams import CANDIDATES, EXAMS, MARKS, CandidateLine, ExamLine, MarkLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.registers import year_options
from shuangluan.workforce.views.training import hundredths, who

ASK = {GENERALIST: "workforce.generalist_ask", ALL_ROUND: "workforce.all_round_ask"}


def _exam_form() -> ExamForm:
    form = ExamForm()
    form.offer(skills.skill_rules(clock.today()).subjects)
    return form


def _exams() -> Listing:
    rules = skills.skill_rules(clock.today())
    return Listing(
        SLICE, EXAMS, skill_register.exams(viewer()), ExamLine, "exam",
        f"科目：{'、'.join(rules.subjects)}。各科都合格可聘为全科；再取得职业资格并满 {rules.all_round_years} "
        "年工作经历可聘为全能，不影响等级",
        empty="还没有考试", nothing="安排考试以后，考完登记成绩。", template="workforce/exam_list.html",
        options={"year": year_options(clock.today().year + 1), "subject": [(one, one) for one in rules.subjects]},
    )  # fmt: skip


def _list(form: ExamForm, *, status: int = 200) -> ResponseReturnValue:
    return listed(_exams(), status=status, form=form)


@bp.get("/exams")
@requires(Perm.WORKER_READ)
def exam_list() -> ResponseReturnValue:
    """The examinations."""
    return _list(_exam_form())


@bp.post("/exams/export")
@requires(Perm.WORKER_EXPORT)
def exam_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_exams())


def _deeds(line: CandidateLine) -> list[RowDeed]:
    if not viewer().holds_area(Perm.EXAM_RUN, line.row.worker.community):
        return []
    return [RowDeed(f"聘为{kind}", url_for(ASK[kind], worker_id=line.row.id)) for kind in line.row.open_kinds]


def _candidates() -> Listing:
    return Listing(
        SLICE, CANDIDATES, skill_register.titled(viewer(), clock.today()), CandidateLine, "candidate",
        "各科都合格的在册人员；全能还要取得职业资格并满规定的工作年限", empty="还没有人各科都合格",
        nothing="登记成绩以后，各科都合格的人在这里聘任。", deeds=_deeds, template="workforce/candidate_list.html",
    )  # fmt: skip


@bp.get("/exams/candidates")
@requires(Perm.WORKER_READ)
def candidate_list() -> ResponseReturnValue:
    """Who passed every subject, and what each may be appointed."""
    return listed(_candidates())


@bp.post("/exams/candidates/export")
@requires(Perm.WORKER_EXPORT)
def candidate_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_candidates())


@bp.post("/exams")
@requires(Perm.EXAM_RUN)
def exam_add() -> ResponseReturnValue:
    """An examination; next its marks."""
    form = _exam_form()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                made = services.add_exam(
                    subject=form.subject.data, held_on=form.held_on.data, pass_x100=hundredths(form.pass_mark.data),
                    doc_no=str(form.doc_no.data), **who(),
                )  # fmt: skip
                saved.to = url_for(".exam_detail", exam_id=made.id)
            return done("已安排，考完以后登记成绩", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return _list(form, status=422)


def _marks(exam: SkillExam) -> Listing:
    return Listing(
        SLICE, MARKS, skill_register.marks(exam.id), MarkLine, "marks",
        f"{exam.held_on}，合格线 {exam.pass_x100 / 100:g} 分", empty="还没有成绩",
        nothing="考完以后从表格里粘贴编号和成绩两列。", part={"exam_id": exam.id},
        title=f"{exam.subject} {exam.held_on} 成绩", template="workforce/exam_detail.html",
    )  # fmt: skip


def _detail(exam: SkillExam, form: MarksForm, *, status: int = 200) -> ResponseReturnValue:
    form.versioned(exam)
    return listed(_marks(exam), status=status, exam=exam, form=form)


@bp.post("/exams/<int:exam_id>/export")
@requires(Perm.WORKER_EXPORT)
def marks_export(exam_id: int) -> ResponseReturnValue:
    """The marks as a workbook."""
    return exported(_marks(_exam(exam_id)))


def _exam(exam_id: int) -> SkillExam:
    return skills.exam(exam_id) or abort(404)


@bp.get("/exams/<int:exam_id>")
@requires(Perm.WORKER_READ)
def exam_detail(exam_id: int) -> ResponseReturnValue:
    """An examination with its marks."""
    return _detail(_exam(exam_id), MarksForm())


@bp.post("/exams/<int:exam_id>/marks")
@requires(Perm.EXAM_RUN)
def exam_marks(exam_id: int) -> ResponseReturnValue:
    """Marks pasted from a sheet, all or none."""
    exam, form = _exam(exam_id), MarksForm()
    if form.validate_on_submit():
        try:
            marks = marks_of_lines(str(form.lines.data), ids_by_number(viewer()))
            with saving(form, exam):
                services.enter_marks(exam, marks, on=clock.today(), **who())
            return done(f"登记了 {len(marks)} 人的成绩", to=url_for(".exam_detail", exam_id=exam_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _detail(exam, form, status=422)


def _asked(worker: Worker, form: TitleForm, kind: str, *, status: int = 200) -> ResponseReturnValue:
    return page("workforce/entry.html", block="dialog", status=status, worker=worker, form=form, title=f"聘为{kind}")


def _worker(worker_id: int) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=Perm.EXAM_RUN) or abort(404)


def _grant(worker_id: int, kind: str) -> ResponseReturnValue:
    worker, form = _worker(worker_id), TitleForm()
    if form.validate_on_submit():
        try:
            with saving(form):
                services.grant_title(worker, kind, doc_no=str(form.doc_no.data), on=clock.today(), **who())
            return done(f"{worker.person.name}已聘为{kind}", to=url_for(".candidate_list"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, kind, status=422)


@bp.get("/workers/<int:worker_id>/titles/generalist")
@requires(Perm.EXAM_RUN)
def generalist_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for the document of 全科."""
    return _asked(_worker(worker_id), TitleForm(), GENERALIST)


@bp.post("/workers/<int:worker_id>/titles/generalist")
@requires(Perm.EXAM_RUN)
def generalist_grant(worker_id: int) -> ResponseReturnValue:
    """聘为全科."""
    return _grant(worker_id, GENERALIST)


@bp.get("/workers/<int:worker_id>/titles/all-round")
@requires(Perm.EXAM_RUN)
def all_round_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for the document of 全能."""
    return _asked(_worker(worker_id), TitleForm(), ALL_ROUND)


@bp.post("/workers/<int:worker_id>/titles/all-round")
@requires(Perm.EXAM_RUN)
def all_round_grant(worker_id: int) -> ResponseReturnValue:
    """聘为全能."""
    return _grant(worker_id, ALL_ROUND)
