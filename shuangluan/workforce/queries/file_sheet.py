"""登记表 of a worker from the file: basics in pairs, then a table for each kind of paper (WF-200)."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangluan.kernel import pii
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import MeritKind
from shuangluan.workforce.queries.dossier import Dossier
from shuangluan.workforce.rules.kinds import CONTRACT_LABEL, NO_LAST_DAY
from shuangluan.workforce.rules.states import VERIFY_LABEL, WORKER_LABEL

Rows = Sequence[Sequence[str]]
SEX = {"male": "男", "female": "女"}


@dataclass(frozen=True)
class Part:
    """A table of the sheet; one that is empty says so."""

    title: str
    heads: Sequence[str]
    rows: Rows


def basics(found: Dossier) -> Rows:
    """Two pairs a row; identity number and telephone masked (WF-115)."""
    worker, person = found.worker, found.worker.person
    now = found.current
    grade = f"{now.post_class} {now.grade} 级，{now.effective_from} 起" if now else "还没有定级"
    told = [
        ("姓名", person.name), ("编号", worker.staff_no), ("性别", SEX[worker.sex.value]),
        ("出生日期", f"{worker.birth_date}"), ("身份证号", pii.mask_id_number(person.id_number or "")),
        ("电话", pii.mask_phone(person.phone or "")), ("民族", worker.ethnicity),
        ("户籍地", worker.hukou), ("政治面貌", worker.political_status or ""),
        ("入党日期", f"{worker.party_on or ''}"),
        ("最高学历", found.education_level), ("街道、镇", areas().name(worker.community[:9])),
        ("社区", areas().name(worker.community)), ("职务", found.position.position if found.position else ""),
        ("状态", WORKER_LABEL[worker.state]), ("进入渠道", worker.entry_channel),
        ("入职日期", f"{worker.entry_date}"), ("岗位等级", grade),
        ("法定退休", f"{found.retires.lawful}"), ("退出", found.exit_words),
    ]  # fmt: skip
    return [(*told[place], *told[place + 1]) for place in range(0, len(told), 2)]


def parts(found: Dossier) -> list[Part]:
    """学历, 职业资格, 经历, 任职, 合同, 考核, 奖惩, each in the order of time."""
    return [*_papers(found), *_service(found), *_judged(found)]


def _papers(found: Dossier) -> list[Part]:
    studied = [
        (one.level, "，".join(filter(None, (one.school, one.major))), f"{one.diploma_on}",
         "有" if one.has_degree else "无", VERIFY_LABEL[one.verify_state])
        for one in found.education
    ]  # fmt: skip
    certified = [
        (held.record.level, f"{held.record.approved_on}", held.hours_words,
         "；".join(_span(one.registered_from, one.registered_until) for one in held.periods),
         held.state.value, VERIFY_LABEL[held.record.verify_state])
        for held in found.certificates
    ]  # fmt: skip
    return [
        Part("学历", ("学历", "学校、专业", "毕业", "学位", "核验"), studied),
        Part("职业资格", ("级别", "取得", "继续教育学时", "登记有效期", "状态", "核验"), certified),
    ]


def _service(found: Dossier) -> list[Part]:
    served = [
        (_span(one.served_from, one.served_until), one.kind, one.unit, VERIFY_LABEL[one.verify_state])
        for one in found.segments
    ]
    held = [
        (_span(one.held_from, one.held_until), one.position, one.election_term, areas().name(one.community),
         one.doc_no)
        for one in found.appointments
    ]  # fmt: skip
    signed = [
        (_span(one.signed_from, one.signed_until, NO_LAST_DAY.get(one.kind, "")), CONTRACT_LABEL[one.kind], one.signer,
         f"到 {one.probation_until}" if one.probation_until else "")
        for one in found.contracts
    ]  # fmt: skip
    return [
        Part("工作经历", ("起止", "类别", "单位", "核验"), served),
        Part("任职", ("起止", "职务", "届次", "社区", "文号"), held),
        Part("劳动合同", ("起止", "期限", "签订单位", "试用"), signed),
    ]


def _judged(found: Dossier) -> list[Part]:
    rated = [
        (f"{one.year}", one.rating + (f"（{one.reason}）" if one.reason else ""),
         f"{one.confirmed_on}" if one.confirmed_on else "未确认")
        for one in found.results
    ]  # fmt: skip
    merits = [
        (f"{one.effective_on}", f"{'奖励' if one.kind is MeritKind.REWARD else '处分'}：{one.level}", one.doc_no)
        for one in found.merits
    ]
    return [
        Part("年度考核", ("年度", "等次", "确认"), rated),
        Part("奖惩", ("日期", "奖惩", "文号"), merits),
    ]


def _span(start: object, end: object, open_end: str = "今") -> str:
    return f"{start} 至 {end or open_end}"
