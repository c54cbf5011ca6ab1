"""劳动合同 as a register that takes workbooks: known by whose it is and by its first day (WF-21, WF-117)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import Contract, ContractKind, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import contract_register as stored
from shuangluan.workforce.registers.named import NAMED, Problems, problems_of_worker, worker_numbered, workers_of
from shuangluan.workforce.rules.contracts import Signed, check_can_sign, check_kind, check_term
from shuangluan.workforce.rules.kinds import CONTRACT_LABEL

KINDS = tuple((kind.value, label) for kind, label in CONTRACT_LABEL.items())
LONGEST_SIGNER = 60
SETTLED = {
    "signer": "签订单位", "signed_until": "止", "probation_until": "试用期止", "is_by_wish": "本人要求固定期限",
}  # fmt: skip


def fields(_viewer: Viewer, _day: date) -> Sequence[Field]:
    """The columns, as the list of contracts exports them."""
    return (
        *NAMED,
        Field("signer", "签订单位", required=True, width=20, synonyms=("用人单位", "甲方"), example="演示街道办事处"),
        Field("kind", "合同期限", Kind.CHOICE, required=True, options=KINDS, width=20, synonyms=("合同类型",)),
        Field(
            "signed_from", "起", Kind.DATE, required=True, note="合同的第一天",
            synonyms=("合同起始日期", "合同开始日期", "第一天", "合同起"),
        ),
        Field(
            "signed_until", "止", Kind.DATE, note="合同的最后一天；无固定期限的留空",
            synonyms=("合同终止日期", "合同到期日期", "最后一天", "合同止", "到期日期"),
        ),
        Field("probation_until", "试用期止", Kind.DATE, synonyms=("试用期最后一天", "试用期到期日期")),
        Field(
            "is_by_wish", "本人要求固定期限", Kind.FLAG,
            note="应当签无固定期限、本人书面要求固定期限并已存档的，填“是”",
        ),
    )  # fmt: skip


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it; as many statements for one row as for all."""
    workers = workers_of(rows)
    held: dict[int, list[Contract]] = {}
    for one in stored.contracts_of([worker.id for worker in workers.values()]):
        held.setdefault(one.worker_id, []).append(one)
    signed = {
        worker.id: [services.signed(one) for one in held.get(worker.id, ()) if one.signed_from >= worker.entry_date]
        for worker in workers.values()
    }
    return [_answer(row, workers.get(row.get("staff_no") or ""), held, signed, viewer) for row in rows]


def _answer(
    row: Values,
    worker: Worker | None,
    held: dict[int, list[Contract]],
    signed: dict[int, list[Signed]],
    viewer: Viewer,
) -> Answer:
    problems = problems_of_worker(row, worker, viewer, Perm.WORKER_EDIT)
    if worker is None or (problems and problems[0][0] == "staff_no"):
        return Answer(problems=tuple(problems))
    if len(row.get("signer") or "") > LONGEST_SIGNER:
        problems.append(("signer", f"最多 {LONGEST_SIGNER} 个字，请改短"))
    found = next((one for one in held.get(worker.id, ()) if one.signed_from == row.get("signed_from")), None)
    if found is not None:
        values = _values(found, worker)
        standing = Standing(found.id, 0, values)  # no version: what a row changes is compared itself
        return Answer(standing, (*problems, *_of_known(row, values)))
    if row.get("kind") and row.get("signed_from"):
        problems += _of_new(row, worker, signed[worker.id])
    return Answer(problems=tuple(problems))


def _values(found: Contract, worker: Worker) -> dict[str, Any]:
    keys = ("signer", "signed_from", "signed_until", "probation_until", "is_by_wish")
    named = {"staff_no": worker.staff_no, "name": worker.person.name, "kind": found.kind.value}
    return named | {key: getattr(found, key) for key in keys}


def _of_known(row: Values, values: Values) -> Problems:
    """What was signed stays: of a known contract the sheet says what kind it is, and that must fit its days."""
    problems = [
        (key, f"{label}与已登记的不同，不能用表格改；请打开档案核对，这一格照登记的填或者留空")
        for key, label in SETTLED.items()
        if row.get(key) is not None and row[key] != values[key]
    ]
    return problems or _said_of(check_kind, row.get("kind") or values["kind"], values)


def _of_new(row: Values, worker: Worker, signed: list[Signed]) -> Problems:
    """The refusals of the rules; what earlier rows of the sheet bring counts as signed."""
    problems = _said_of(check_kind, row["kind"], row)
    if problems:
        return problems
    start, until, trial = row["signed_from"], row.get("signed_until"), row.get("probation_until")
    new = Signed(row.get("signer") or "", start, until, trial is not None, row["kind"] == ContractKind.TASK)
    try:
        check_term(start, until, trial)
        check_can_sign(signed, new, worker.entry_date, by_wish=bool(row.get("is_by_wish")))
    except RuleBroken as broken:
        return [(broken.field or "", broken.reason)]
    signed.append(new)
    return []


def _said_of(check: Any, kind: str, said: Values) -> Problems:
    try:
        check(ContractKind(kind), said.get("signed_until"), has_trial=said.get("probation_until") is not None)
    except RuleBroken as broken:
        return [(broken.field or "", broken.reason)]
    return []


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    return services.add_contract(
        worker_numbered(row["staff_no"]), signer=row["signer"], signed_from=row["signed_from"],
        signed_until=row.get("signed_until"), probation_until=row.get("probation_until"),
        kind=ContractKind(row["kind"]), is_by_wish=bool(row.get("is_by_wish")), by=by, at=at,
    ).id  # fmt: skip


def _change(contract_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    kind = ContractKind(values["kind"])
    services.name_contract_kind(stored.contract_by_id(contract_id), kind, by=by, at=at)


def _remove(contract_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_contract(stored.contract_by_id(contract_id), by=by, at=at)


CONTRACTS = Register(
    key="worker_contracts",
    name="劳动合同",
    noun="合同",
    record_kind="workforce_contract",
    endpoint="workforce.contract_list",
    permission=Perm.WORKER_EDIT,
    natural_keys=(("staff_no", "signed_from"),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)
