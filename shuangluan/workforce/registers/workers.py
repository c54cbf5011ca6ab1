"""人员名册 as a register that takes workbooks: one row a worker, with the facts that stand in columns (WF-117)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from shuangluan.kernel import audit, pii
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.workforce import services
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import imports as stored
from shuangluan.workforce.queries.schemes import fact_choices
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.kinds import Basis, Sex
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.services.intake import OF_CERTIFICATE, OF_EDUCATION, sex_of

NOT_ELECTED = "届次只有选举任职才写，请留空，或者核对任职方式"
ELSEWHERE = "不在你的范围里，这一行不能由你导入"
FIXED = {
    "community": "社区", "entry_date": "入职日期", "retire_class": "退休类别", "position": "职务", "basis": "任职方式",
    "held_from": "任职日期", "post_doc": "任职文号",
}  # fmt: skip
LONGEST = {
    "name": 40, "entry_channel": 40, "political_status": 20, "ethnicity": 20, "hukou": 60, "school": 60, "cert_no": 40,
    "post_doc": 60, "election_term": 20,
}  # fmt: skip
BASIS = (("elected", "选举"), ("appointed", "任命"), ("hired", "聘用"))
RETIRE = ("男", "女管理", "女职工")
Problems = list[tuple[str, str]]


@lru_cache(maxsize=1)
def _communities() -> tuple[tuple[str, str], ...]:
    found = areas().communities()
    return (*((one.code, one.name) for one in found), *((one.code, one.short) for one in found))


def _same(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, one) for one in words)


PAPERS = (
    Field("level", "学历", Kind.CHOICE, options=_same(EDUCATION_ORDER), synonyms=("最高学历", "文化程度")),
    Field("diploma_on", "毕业日期", Kind.DATE, month=True, synonyms=("毕业时间",), note="填了学历就要填"),
    Field("school", "毕业学校", width=20, synonyms=("毕业院校", "学校")),
    Field("has_degree", "有学位", Kind.FLAG, synonyms=("学位", "是否有学位")),
    Field("cert_level", "社工证级别", Kind.CHOICE, options=_same(CERTIFICATE_ORDER), synonyms=("职业资格",)),
    Field("cert_no", "证书号", Kind.CODE, width=20, synonyms=("证书编号",), note="填了级别就要填，全区不重复"),
    Field("cert_on", "取得日期", Kind.DATE, month=True, synonyms=("批准日期", "发证日期")),
    Field("registered_from", "登记起", Kind.DATE, synonyms=("登记日期", "登记有效期起")),
    Field("registered_until", "登记止", Kind.DATE, synonyms=("有效期至", "登记有效期止")),
    Field(
        "ce_hours", "继续教育学时", Kind.DECIMAL, synonyms=("继续教育", "学时"), note="证书这一登记期内的",
        example="72",
    ),
)  # fmt: skip


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a worker; positions are those of the scheme in force."""
    positions = _same(fact_choices(day)["position"])
    return (
        Field("staff_no", "编号", Kind.CODE, note="新登记的留空；已有的靠它或身份证号认出", example="SQ00012"),
        Field("name", "姓名", Kind.NAME, required=True, example="张三"),
        Field("id_number", "身份证号", Kind.ID_NUMBER, required=True, width=22, note="性别和出生日期从这里读出"),
        Field("phone", "手机号", Kind.PHONE, width=16, note="留空或打码的不改动已有的号码"),
        Field(
            "community", "社区", Kind.CHOICE, required=True, options=_communities(), synonyms=("所属社区", "社区名称"),
        ),
        Field("entry_date", "入职日期", Kind.DATE, required=True, month=True, synonyms=("入职时间",)),
        Field("entry_channel", "进入渠道", synonyms=("招聘方式", "来源")),
        Field("political_status", "政治面貌"),
        Field("party_on", "入党日期", Kind.DATE, month=True, synonyms=("入党时间",)),
        Field("ethnicity", "民族", width=8),
        Field("hukou", "户籍地", width=20, synonyms=("户籍", "户口所在地")),
        Field("retire_class", "退休类别", Kind.CHOICE, options=_same(RETIRE), note="女性要填；男性可留空"),
        Field("position", "职务", Kind.CHOICE, options=positions, synonyms=("岗位", "职务岗位", "现任职务")),
        Field("basis", "任职方式", Kind.CHOICE, options=BASIS, note="填了职务就要填"),
        Field("held_from", "任职日期", Kind.DATE, month=True, synonyms=("任职时间",), note="留空时是入职日期"),
        Field("post_doc", "任职文号", width=18),
        Field("election_term", "届次", synonyms=("选举届次", "届别"), note="选举任职的写", example="第九届"),
        *PAPERS,
    )  # fmt: skip


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it."""
    numbers = {one["staff_no"] for one in rows if one.get("staff_no")}
    known = stored.workers_known(numbers, {one["id_number"] for one in rows if _said(one, "id_number")})
    by_number = {one.staff_no: one for one in known}
    by_identity = {one.person.id_number: one for one in known}
    meant = [by_number.get(row.get("staff_no") or "") or by_identity.get(row.get("id_number")) for row in rows]
    named = {worker.id: row for worker, row in zip(meant, rows, strict=True) if worker is not None}
    columns = stored.columns_of(known, named)
    holders = stored.certificate_holders([one["cert_no"] for one in rows if _said(one, "cert_no")])
    answers = []
    for worker, row in zip(meant, rows, strict=True):
        holder = holders.get(row.get("cert_no") or "")
        if worker is None:
            answers.append(Answer(problems=tuple(_new_problems(row, viewer, holder))))
            continue
        stands = columns[worker.id]
        problems = _known_problems(row, stands, viewer, foreign=holder not in (None, worker.id))
        answers.append(Answer(Standing(worker.id, worker.row_version, stands), tuple(problems)))
    return answers


def _said(row: Values, key: str) -> bool:
    return isinstance(row.get(key), str) and bool(row[key])


def _elsewhere(code: str | None, viewer: Viewer) -> Problems:
    if not code or viewer.holds_area(Perm.WORKER_EDIT, code):
        return []
    return [("community", f"{areas().name(code)}{ELSEWHERE}")]


def _too_long(row: Values) -> Problems:
    return [
        (key, f"最多 {most} 个字，请改短")
        for key, most in LONGEST.items()
        if isinstance(row.get(key), str) and len(row[key]) > most
    ]


def _new_problems(row: Values, viewer: Viewer, holder: int | None) -> Problems:
    problems = _elsewhere(row.get("community"), viewer) + _too_long(row)
    if row.get("staff_no"):
        problems.append(("staff_no", f"没有编号 {row['staff_no']} 的人；新登记的编号留空，由系统编"))
    if _said(row, "id_number"):
        problems += _age_problems(row)
    if row.get("position") and not row.get("basis"):
        problems.append(("basis", "填了职务，任职方式也要填：选举、任命或聘用"))
    if row.get("election_term") and row.get("basis") != Basis.ELECTED:
        problems.append(("election_term", NOT_ELECTED))
    if holder is not None:
        problems.append(("cert_no", "这个证书号已经登记在别人名下，请核对"))
    return problems + _paper_problems(row)


def _age_problems(row: Values) -> Problems:
    number, entry = row["id_number"], row.get("entry_date")
    found: Problems = []
    if sex_of(number) is Sex.FEMALE and row.get("retire_class") not in RETIRE[1:]:
        found.append(("retire_class", "女性要填退休类别：女管理或女职工"))
    if row.get("party_on") and row["party_on"] < add_months(pii.birth_date(number), 12 * 18):
        found.append(("party_on", "入党日期早于满 18 周岁的日子，请核对"))
    if entry is not None and entry < add_months(pii.birth_date(number), 12 * 16):
        found.append(("entry_date", "入职日期早于满 16 周岁的日子，请核对"))
    return found


def _paper_problems(row: Values) -> Problems:
    """What an education or a certificate of a row still needs."""
    found: Problems = []
    if row.get("level") and not row.get("diploma_on"):
        found.append(("diploma_on", "填了学历，毕业日期也要填，写到月也行"))
    for key, label in (("cert_no", "证书号"), ("cert_on", "取得日期")):
        if row.get("cert_level") and not row.get(key):
            found.append((key, f"填了社工证级别，{label}也要填"))
    if row.get("cert_no") and not row.get("cert_level"):
        found.append(("cert_level", "填了证书号，级别也要填"))
    if row.get("ce_hours") is not None and not row.get("cert_no"):
        found.append(("cert_no", "填了继续教育学时，证书号也要填"))
    start, end = row.get("registered_from"), row.get("registered_until")
    if start and end and end < start:
        found.append(("registered_until", "登记有效期的最后一天不能早于第一天"))
    if end and not start:
        found.append(("registered_from", "填了登记止，登记起也要填"))
    return found


def _known_problems(row: Values, stands: Mapping[str, Any], viewer: Viewer, *, foreign: bool) -> Problems:
    """Of a known worker the sheet corrects name, phone and the like, and adds papers; posts change by document."""
    problems = _elsewhere(stands["community"], viewer)
    if problems:
        return problems
    problems = _too_long(row)
    for key, label in FIXED.items():
        if row.get(key) is not None and row[key] != stands.get(key):
            problems.append((key, f"{label}与已登记的不同，不能用表格改；请打开档案办理，这一格照名册填或者留空"))
    problems += _term_problems(row, stands)
    if _said(row, "id_number") and row["id_number"] != stands["id_number"]:
        problems.append(("id_number", "编号和身份证号不是同一个人，请核对"))
    if foreign:
        problems.append(("cert_no", "这个证书号已经登记在别人名下，请核对"))
    if _differs(row, stands, OF_EDUCATION):
        merged = dict(row) if row.get("level") else {**row, "level": stands.get("level")}
        same = merged.get("level") == stands.get("level") and row.get("diploma_on") in (None, stands.get("diploma_on"))
        if same:
            problems.append(("level", "这项学历已经登记，学校、学位与登记的不同，请打开档案核对"))
        problems += _paper_problems({key: merged.get(key) for key in OF_EDUCATION})
    if _differs(row, stands, (*OF_CERTIFICATE, "ce_hours")):
        problems += _certificate_problems(row, stands)
    return problems


def _term_problems(row: Values, stands: Mapping[str, Any]) -> Problems:
    """The term of a post that was entered without one may be filled in; one that is there stays."""
    said, held = row.get("election_term"), stands.get("election_term")
    if not said or said == held:
        return []
    if stands.get("basis") != Basis.ELECTED:
        return [("election_term", NOT_ELECTED)]
    return [("election_term", f"届次已登记为“{held}”，不能用表格改；请打开档案核对")] if held else []


def _differs(row: Values, stands: Mapping[str, Any], keys: Sequence[str]) -> bool:
    return any(row.get(key) is not None and row[key] != stands.get(key) for key in keys)


def _certificate_problems(row: Values, stands: Mapping[str, Any]) -> Problems:
    if not row.get("cert_no"):
        return [("cert_no", "写明证书号，才知道是哪一本")]
    if row["cert_no"] == stands.get("cert_no") and not stands["is_highest"]:
        return [("cert_no", "这不是最高一级的证书，它的登记期和学时请打开档案办理")]
    if row["cert_no"] == stands.get("cert_no") and _differs(row, stands, ("cert_level", "cert_on")):
        return [("cert_level", "这本证书已经登记，级别或取得日期与登记的不同，请打开档案核对")]
    return _paper_problems({key: row.get(key) for key in (*OF_CERTIFICATE, "ce_hours")})


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    return services.enrol_from_row(row, by=by, at=at).id


def _change(worker_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    """What the row says otherwise; on the way back the papers that it brought are taken away again."""
    worker = stored.worker_by_id(worker_id)
    services.correct_worker(worker, values, by=by, at=at)
    papers = {key: value for key, value in values.items() if key in (*OF_EDUCATION, *OF_CERTIFICATE)}
    if papers and not services.take_back_papers(worker, by=by, at=at):
        _add_papers(worker, papers, by, at)
    services.complete_worker(worker, values, by=by, at=at)


def _add_papers(worker: Worker, papers: Values, by: audit.Actor, at: datetime) -> None:
    stands = stored.columns_of([worker])[worker.id]
    row = dict(papers)
    if papers.keys() & set(OF_EDUCATION):
        row = {"level": stands.get("level"), "diploma_on": stands.get("diploma_on")} | row
    if papers.keys() & set(OF_CERTIFICATE):
        identity = ("cert_level", "cert_no", "cert_on")
        period = ("registered_from", "registered_until")
        kept = (*identity, *period) if papers.keys() & set(period) else identity
        row = row if "cert_no" in papers else {key: stands.get(key) for key in kept} | row
    services.add_papers_from_row(worker, row, by=by, at=at)


def _remove(worker_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_worker(stored.worker_by_id(worker_id), by=by, at=at)


WORKERS = Register(
    key="workers",
    name="人员名册",
    noun="社区工作者",
    record_kind="workforce_worker",
    endpoint="workforce.worker_list",
    permission=Perm.WORKER_EDIT,
    natural_keys=(("id_number",), ("staff_no",)),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)
