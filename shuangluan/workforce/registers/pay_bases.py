"""上年月平均工资 as a register that takes workbooks: one row a worker and year (WF-91)."""

from collections.abc import Sequence
from datetime import date, datetime

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import PayBasis, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import imports as stored
from shuangluan.workforce.queries import pay_registers
from shuangluan.workforce.rules.amounts import yuan_of

YEARS = (2020, 2100)


def fields(_viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns, as the page of 缴费工资 exports them."""
    return (
        Field("staff_no", "编号", Kind.CODE, required=True, note="人员名册上的编号", example="SQ00012"),
        Field("name", "姓名", Kind.NAME, note="只用来核对，与名册不同的不收", example="张三"),
        Field(
            "year", "缴费年度", Kind.WHOLE, required=True, synonyms=("年度",), note="按这个平均数缴费的年份",
            example=f"{day.year}",
        ),
        Field(
            "average", "上年月平均工资", Kind.MONEY, required=True, synonyms=("月平均工资", "缴费工资", "缴费基数"),
            width=18, note="上一年应发和奖励绩效之和除以发薪月数，元", example="3617.00",
        ),
    )  # fmt: skip


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it; as many statements for one row as for all."""
    known = {one.staff_no: one for one in stored.workers_known({one["staff_no"] for one in rows}, set())}
    bases = pay_registers.bases_of([one.id for one in known.values()])
    answers = []
    for row in rows:
        worker = known.get(row["staff_no"])
        if worker is None or not viewer.holds_area(Perm.PAY_RUN, worker.community):
            answers.append(Answer(problems=(("staff_no", f"没有编号 {row['staff_no']} 的人，请照人员名册核对"),)))
            continue
        standing = _standing(worker, bases.get((worker.id, row["year"])))
        answers.append(Answer(standing, tuple(_problems(row, worker.person.name))))
    return answers


def _standing(worker: Worker, basis: PayBasis | None) -> Standing | None:
    if basis is None:
        return None
    values = {"staff_no": worker.staff_no, "name": worker.person.name, "year": basis.year, "average": basis.average_fen}
    return Standing(basis.id, basis.row_version, values)


def _problems(row: Values, name: str) -> list[tuple[str, str]]:
    found = []
    if row.get("name") is not None and row["name"] != name:
        found.append(("name", f"名册上这个编号是{name}，请核对"))
    if not YEARS[0] <= row["year"] <= YEARS[1]:
        found.append(("year", "年度写四位数字，如 2026"))
    if row.get("average") is not None and row["average"] <= 0:
        found.append(("average", "上年月平均工资要大于 0"))
    return found


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    [worker] = stored.workers_known({row["staff_no"]}, set())
    return services.set_basis(worker, year=row["year"], average=yuan_of(row["average"]), by=by, at=at).id


def _change(basis_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    basis = pay_registers.basis_by_id(basis_id)
    worker = stored.worker_by_id(basis.worker_id)
    if "average" in values:
        services.set_basis(worker, year=basis.year, average=yuan_of(values["average"]), by=by, at=at)


def _remove(basis_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_basis(pay_registers.basis_by_id(basis_id), by=by, at=at)


PAY_BASES = Register(
    key="pay_bases",
    name="上年月平均工资",
    noun="缴费工资",
    record_kind="workforce_pay_basis",
    endpoint="workforce.basis_list",
    permission=Perm.PAY_RUN,
    natural_keys=(("staff_no", "year"),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)
