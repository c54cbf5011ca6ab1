"""人员名册 takes the sheets that streets keep, with papers in columns, and gives them back unchanged (WF-117)."""

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, insert, select

from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.kernel import clock, dialect
from shuangluan.kernel.models import AuditEntry, Person, SheetImport, Verdict
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.workforce.models import Appointment, Certificate, Education, Registration, Worker
from shuangluan.workforce.queries import imports as imported
from shuangluan.workforce.rules.states import VerifyState
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.workforce.people import day

HEAD = (
    "序号", "姓名", "身份证号", "联系电话", "社区", "入职时间", "进入渠道", "退休类别", "职务", "任职方式", "学历",
    "毕业时间", "有学位", "社工证级别", "证书号", "取得日期", "登记起", "登记止",
)  # fmt: skip
ZHANG = (
    "1", "演示张　三", "130803199001010036", "１３８００００００１２", "万和城", "2009.3", "公开招聘", "", "专职工作者",
    "聘用", "本科", "2012.7", "是", "初级", "演示000012", "2023.1", "2023-10-20", "2026-10-19",
)  # fmt: skip
LI = ("2", "演示李四", "130803199001010028", "", "万和城社区", "2021-05-01", "", "女职工", *("",) * 10)
N, C, E, W = Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.WRONG


@pytest.fixture
def carrier(app: Any) -> Carrier:
    """The secretary of community A."""
    return Carrier(app.config["DATA_DIR"], "community_admin")


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    """A row with other cells: by the head of the column."""
    return tuple(cells.get(head, value) for head, value in zip(HEAD, row, strict=True))


def brought(carrier: Carrier, *rows: tuple[str, ...]) -> SheetImport:
    return carrier.brings("workers", workbook(("花名册",), HEAD, *rows))


def written(carrier: Carrier, *rows: tuple[str, ...]) -> SheetImport:
    """The import of a sheet, gone ahead with."""
    one = brought(carrier, *rows)
    carrier.deed(services.confirm, one)
    return carrier.seen(one.id)


def verdicts_of(one: SheetImport) -> list[Verdict]:
    return [verdict for _, verdict, _, _ in rows_of(one)]


def problems_of(one: SheetImport) -> list[tuple[str, str]]:
    return [problem for _, _, _, told in rows_of(one) for problem in told]


def counted() -> tuple[int, ...]:
    """How many of each table there are."""
    tables = (Worker, Appointment, Education, Certificate, Registration)
    return tuple(db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)


def test_wf_117_a_worker_comes_in_with_post_education_and_certificate_to_be_verified(carrier: Carrier):
    one = written(carrier, ZHANG, LI)
    assert (one.state, one.counts["new"]) == (S.DONE, 2), (one.problem, problems_of(one))
    zhang, li = db.session.scalars(select(Worker).order_by(Worker.id)).all()
    assert (zhang.person.name, zhang.sex, zhang.birth_date) == ("演示张三", "male", day("1990-01-01"))
    assert (zhang.entry_date, zhang.retire_class, li.retire_class) == (day("2009-03-01"), "男", "女职工")
    education = db.session.scalars(select(Education)).one()
    assert (education.level, education.diploma_on, education.has_degree) == ("本科", day("2012-07-01"), True)
    assert education.verify_state is VerifyState.PENDING
    assert db.session.scalars(select(Registration.registered_until)).one() == day("2026-10-19")
    assert db.session.scalars(select(Appointment.position)).one() == "专职工作者"


def test_the_same_sheet_twice_changes_nothing(carrier: Carrier):
    written(carrier, ZHANG, LI)
    assert verdicts_of(brought(carrier, ZHANG, LI)) == [E, E]


def test_a_later_sheet_corrects_a_phone_adds_a_registration_and_is_taken_back_whole(carrier: Carrier):
    written(carrier, ZHANG, LI)
    before = counted()
    renewed = changed(ZHANG, 联系电话="13900000034", 登记起="2026-10-20", 登记止="2029-10-19")
    one = written(carrier, renewed, changed(LI, 学历="大专", 毕业时间="2015.7"))
    assert one.state is S.DONE, one.problem
    assert db.session.scalars(select(Registration.registered_until)).all() == [day("2026-10-19"), day("2029-10-19")]
    assert db.session.scalar(select(func.count(Education.id))) == 2
    carrier.deed(services.withdraw_import, one)
    assert carrier.seen(one.id).state is S.WITHDRAWN
    assert counted() == before
    assert db.session.scalars(select(Person.phone).where(Person.name == "演示张三")).one() == "13800000012"


def test_a_lower_paper_said_twice_is_there_once(carrier: Carrier):
    """What a row names is looked for among all papers; of a new one everything is kept, the same words too."""
    written(carrier, ZHANG)
    papers = dict.fromkeys(("社工证级别", "证书号", "取得日期", "登记起", "登记止"), "")
    earlier = changed(ZHANG, 学历="大专", 毕业时间="2010.7", **papers)
    assert verdicts_of(written(carrier, earlier)) == [C]
    for row in (earlier, ZHANG):
        again = brought(carrier, row)
        assert verdicts_of(again) == [E], problems_of(again)
    degrees = db.session.scalars(select(Education.has_degree).order_by(Education.id)).all()
    assert degrees == [True, True]


def test_a_registration_that_ends_otherwise_is_a_new_one_with_both_days(carrier: Carrier):
    written(carrier, ZHANG)
    longer = changed(ZHANG, 登记止="2027-10-19")
    written(carrier, longer)
    days = db.session.execute(select(Registration.registered_from, Registration.registered_until)).all()
    assert [tuple(map(str, both)) for both in days] == [("2023-10-20", "2026-10-19"), ("2023-10-20", "2027-10-19")]
    assert verdicts_of(brought(carrier, longer)) == [E]


def test_wf_21_hours_and_the_term_of_an_election_come_in_are_filled_in_and_taken_back(carrier: Carrier):
    head, elected = (*HEAD, "继续教育学时", "届次"), changed(ZHANG, 职务="副主任", 任职方式="选举")

    def held(*more: str) -> tuple[SheetImport, Any]:
        one = carrier.brings("workers", workbook(head, (*elected, *more)))
        if one.counts["new"] or one.counts["changed"]:
            carrier.deed(services.confirm, one)
        facts = (select(Certificate.ce_hours_x100), select(Appointment.election_term))
        return carrier.seen(one.id), tuple(db.session.scalar(fact) for fact in facts)

    assert held("", "")[1] == (None, "")
    second, facts = held("72.5", "第九届")
    assert (second.counts["changed"], facts) == (1, (7250, "第九届")), problems_of(second)
    assert held("72.5", "第九届")[0].counts["same"] == 1
    assert problems_of(held("80", "第十届")[0]) == [
        ("election_term", "届次已登记为“第九届”，不能用表格改；请打开档案核对")
    ]
    carrier.deed(services.withdraw_import, second)
    assert held("", "")[1] == (None, "")


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)
def test_what_an_import_brought_is_asked_worker_by_worker(app: Any, carrier: Carrier):
    """Taking back five thousand rows: the cost of one does not grow with the number of the others."""
    one = written(carrier, ZHANG)
    worker = db.session.scalars(select(Worker)).one()

    def steps() -> int:
        taken = [0]
        raw = db.session.connection().connection.driver_connection
        raw.set_progress_handler(lambda: taken.__setitem__(0, taken[0] + 1), 50)
        assert len(imported.brought_by(one.id, worker)) == 4
        assert imported.brought_person(one.id, worker)
        raw.set_progress_handler(None, 0)
        return taken[0]

    before = steps()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "workforce.education.added")).one()
    columns = {c.name: getattr(entry, c.name) for c in AuditEntry.__table__.columns if c.name != "id"}
    db.session.rollback()
    dialect.begin_write(db.session())
    db.session.execute(insert(AuditEntry), [columns | {"record_id": 100 + n} for n in range(2_000)])
    assert steps() < before + 20
    db.session.rollback()


def test_new_ones_are_taken_back_with_person_and_papers(carrier: Carrier):
    before = counted()
    one = written(carrier, ZHANG, LI)
    carrier.deed(services.withdraw_import, one)
    assert carrier.seen(one.id).state is S.WITHDRAWN, carrier.seen(one.id).problem
    assert counted() == before
    assert db.session.scalars(select(Person.id).where(Person.name == "演示张三")).all() == []


def test_posts_entry_and_community_change_by_document_never_by_a_sheet(carrier: Carrier):
    written(carrier, ZHANG)
    moved = changed(ZHANG, 职务="副主任", 入职时间="2010.3")
    assert [key for key, _ in problems_of(brought(carrier, moved))] == ["entry_date", "position"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"社区": "御祥园"}, "community"), ({"入职时间": "2004.3"}, "entry_date"), ({"任职方式": ""}, "basis"),
        ({"毕业时间": ""}, "diploma_on"), ({"证书号": ""}, "cert_no"), ({"社工证级别": ""}, "cert_level"),
        ({"登记止": "2020-01-01"}, "registered_until"), ({"职务": "科长"}, "position"),
        ({"身份证号": "130803199001010028"}, "retire_class"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(carrier: Carrier, cells: dict[str, str], field: str):
    one = brought(carrier, changed(ZHANG, **cells))
    assert verdicts_of(one) == [W]
    assert [key for key, _ in problems_of(one)][:1] == [field]


def test_a_sheet_with_staff_numbers_and_masked_phones_corrects_what_it_says(carrier: Carrier):
    written(carrier, LI)
    sheet = workbook(("编号", "姓名", "手机号", "政治面貌"), ("SQ00001", "演示李思", "138****0000", "中共党员"))
    one = carrier.brings("workers", sheet)
    fields = REGISTERS["workers"].fields(build.viewer("community_admin"), clock.today())
    carrier.deed(services.match_columns, one, one.match, fields)
    one = carrier.seen(one.id)
    told = [(verdict, old) for _, verdict, old, _ in rows_of(one)]
    assert told == [(C, {"name": "演示李四", "political_status": ""})], problems_of(one)
    carrier.deed(services.confirm, one)
    assert db.session.scalars(select(Worker.search_text)).one().startswith("sq00001")
    assert db.session.scalars(select(Person.name).where(Person.id_digest.is_not(None))).all() == ["演示李思"]


def test_wf_115_the_full_export_asks_why_is_recorded_and_comes_back_unchanged(site: Any, carrier: Carrier):
    written(carrier, ZHANG, LI)
    with_hours = carrier.brings("workers", workbook((*HEAD, "继续教育学时"), (*ZHANG, "72.5")))
    carrier.deed(services.confirm, with_hours)
    site.sign_in("community_admin")
    assert site.get("/workforce/workers/full-export").status_code == 403
    site.sign_in("district_reviewer")
    page = site.get("/workforce/workers/full-export")
    assert site.submit(page, "form.form", reason="查").status_code == 422
    answer = site.submit(page, "form.form", reason="办理社会保险年度核定")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "workforce.worker.exported_in_full")).one()
    assert (entry.changes["rows"], entry.changes["reason"]) == (2, "办理社会保险年度核定")
    cells = [str(c.value) for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows() for c in row]
    assert "130803199001010036" in cells
    again = carrier.brings("workers", answer.data)
    assert verdicts_of(again) == [E, E], problems_of(again)


def test_the_template_is_offered_to_those_who_keep_workers(site: Any):
    site.sign_in("street_staff")
    assert site.get("/imports/template?register=workers").status_code == 200
    assert site.get("/workforce/workers").soup.select_one("a[href*='register=workers']") is not None
    site.sign_in("auditor")
    assert site.get("/imports/template?register=workers").status_code == 403
