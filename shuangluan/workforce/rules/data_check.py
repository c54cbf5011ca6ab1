"""数据体检: what is missing or contradictory in a worker's file, as findings that each name the field (WF-200)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.workforce.rules.posts import carries_on
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.rules.states import EMPLOYED, VERIFY_LABEL, VerifyState, WorkerState

WORKING_AGE, DIPLOMA_AGE = 16, 14  # years; nobody serves or graduates before


class Kind(StrEnum):
    """What is wrong; the order is that of the page."""

    NO_NUMBER = "no_number"
    NO_EDUCATION = "no_education"
    NO_SERVICE = "no_service"
    NO_POST = "no_post"
    NO_CONTRACT = "no_contract"
    NO_CHECK = "no_check"
    NO_RATING = "no_rating"
    UNGRADED = "ungraded"
    UNVERIFIED = "unverified"
    UNREGISTERED = "unregistered"
    LAPSED = "lapsed"
    BIRTH = "birth"
    ARCHIVE_BIRTH = "archive_birth"
    DEGREE = "degree"
    DIPLOMA = "diploma"
    OVERLAP = "overlap"
    SERVICE_TIME = "service_time"
    POSITION = "position"
    ABSENCE = "absence"
    RETIRED = "retired"
    LEDGER = "ledger"
    REPLAY = "replay"


LABEL = {
    Kind.NO_NUMBER: "没有身份证号",
    Kind.NO_EDUCATION: "没有学历",
    Kind.NO_SERVICE: "没有工作经历",
    Kind.NO_POST: "没有在任职务",
    Kind.NO_CONTRACT: "没有有效合同",
    Kind.NO_CHECK: "没有有效的联审",
    Kind.NO_RATING: "缺年度考核结果",
    Kind.UNGRADED: "没有定级",
    Kind.UNVERIFIED: "材料没有核验",
    Kind.UNREGISTERED: "证书没有登记",
    Kind.LAPSED: "证书登记过期",
    Kind.BIRTH: "出生日期与身份证不一致",
    Kind.ARCHIVE_BIRTH: "档案出生日期待认定",
    Kind.DEGREE: "有学位没有毕业证书",
    Kind.DIPLOMA: "毕业日期不可能",
    Kind.OVERLAP: "起止日期重叠",
    Kind.SERVICE_TIME: "经历日期不可能",
    Kind.POSITION: "职务不在方案里",
    Kind.ABSENCE: "离岗记录与状态不一致",
    Kind.RETIRED: "过了退休日期仍在册",
    Kind.LEDGER: "等级与事实不一致",
    Kind.REPLAY: "等级记录不能重算",
}


class Group(StrEnum):
    """How the kinds are drawn together as tabs."""

    MISSING = "missing"
    UNSURE = "unsure"
    CONTRADICTION = "contradiction"
    LEDGER = "ledger"


GROUP_LABEL = {
    Group.MISSING: "缺项",
    Group.UNSURE: "待核验、过期",
    Group.CONTRADICTION: "前后矛盾",
    Group.LEDGER: "等级不一致",
}
_UNSURE = {Kind.UNVERIFIED, Kind.UNREGISTERED, Kind.LAPSED, Kind.ARCHIVE_BIRTH}
FILE_GAPS = (Kind.NO_NUMBER, Kind.NO_EDUCATION, Kind.NO_SERVICE, Kind.NO_POST, Kind.NO_CONTRACT)
"""What the community itself can add to a file: counted as a figure and shown as a to-do."""


def group_of(kind: Kind) -> Group:
    """The tab of a kind."""
    if kind in (Kind.LEDGER, Kind.REPLAY):
        return Group.LEDGER
    if kind in _UNSURE:
        return Group.UNSURE
    return Group.MISSING if kind in (*FILE_GAPS, Kind.NO_CHECK, Kind.NO_RATING, Kind.UNGRADED) else Group.CONTRADICTION


class Mend(StrEnum):
    """Where it is mended."""

    FILE = "file"
    BASICS = "basics"
    EDUCATION = "education"
    SEGMENT = "segment"
    APPOINTMENT = "appointment"
    APPOINTMENT_END = "appointment_end"
    CONTRACT = "contract"
    RESULT = "result"
    ABSENCE = "absence"
    STATE = "state"
    CHECK = "check"
    EXIT = "exit"
    REGISTRATION = "registration"
    VERIFY_EDUCATION = "verify_education"
    VERIFY_CERTIFICATE = "verify_certificate"
    VERIFY_SEGMENT = "verify_segment"
    FIRST_GRADE = "first_grade"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: what, in words, and where; `record_id` of the very record where there is one."""

    kind: Kind
    words: str
    mend: Mend
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A dated record, both ends included (None: going on); `state` where it can be verified."""

    record_id: int
    name: str
    start: date
    end: date | None
    state: VerifyState = VerifyState.VERIFIED
    end_reason: str | None = None  # of a post

    @property
    def position(self) -> str:
        """The name of a post."""
        return self.name

    def holds(self, day: date) -> bool:
        """Whether it is going on on `day`."""
        return self.start <= day and (self.end is None or self.end >= day)


@dataclass(frozen=True, slots=True)
class Schooling:
    """An education with its papers."""

    record_id: int
    level: str
    diploma_on: date
    has_diploma: bool
    has_degree: bool
    state: VerifyState


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate with the last day of each registration (None: no expiry)."""

    record_id: int
    level: str
    registered_until: tuple[date | None, ...]
    state: VerifyState


@dataclass(frozen=True)
class Profile:
    """All that is looked at of one worker on `day`; `card_birth` is what the identity number says, None without one.

    `cleared` are the passed checks, each from its conclusion to its last day.
    `ledger_fault` is why the stored grades are not what the facts give, `unreplayed` how many rows their own inputs
    no longer give.
    """

    day: date
    state: WorkerState
    birth: date
    card_birth: date | None
    archive_birth: date | None
    exit_on: date | None
    graded_on: date | None
    retires_on: date
    is_elected: bool
    education: Sequence[Schooling] = ()
    certificates: Sequence[Credential] = ()
    segments: Sequence[Stretch] = ()
    absences: Sequence[Stretch] = ()
    posts: Sequence[Stretch] = ()
    contracts: Sequence[Stretch] = ()
    ratings: Mapping[int, bool] | None = None  # year → whether confirmed
    positions: Collection[str] = ()
    ledger_fault: str = ""
    unreplayed: int = 0
    entered_on: date | None = None
    cleared: Sequence[tuple[date, date]] = ()
    checks_since: date | None = None  # None: not asked for, or not the reader's to know (WF-116)

    @property
    def is_employed(self) -> bool:
        """试用, 在岗, 离岗, 停职."""
        return self.state in EMPLOYED


def findings(profile: Profile) -> list[Finding]:
    """Everything to mend in one file, in the order of the page."""
    found = [one for look in (_missing, _checks, _years, _unsure, _person, _papers, _times, _posts, _ledger)
             for one in look(profile)]
    order = list(Kind)
    return sorted(found, key=lambda one: order.index(one.kind))


def _missing(profile: Profile) -> Iterator[Finding]:
    if profile.card_birth is None:
        yield Finding(Kind.NO_NUMBER, "没有登记身份证号", Mend.FILE)
    if not profile.education:
        yield Finding(Kind.NO_EDUCATION, "等级按中专及以下起算", Mend.EDUCATION)
    if not profile.segments:
        yield Finding(Kind.NO_SERVICE, "年限按 0 计算", Mend.SEGMENT)
    if not profile.is_employed:
        return
    if not any(one.holds(profile.day) for one in profile.posts):
        yield Finding(Kind.NO_POST, "等级保留最后的岗位类别", Mend.APPOINTMENT)
    if not profile.is_elected and not any(one.holds(profile.day) for one in profile.contracts):
        yield Finding(Kind.NO_CONTRACT, f"{profile.day} 没有在有效期内的劳动合同", Mend.CONTRACT)
    if profile.graded_on is None:
        yield Finding(Kind.UNGRADED, "还没有首次定级或套改", Mend.FIRST_GRADE)


def _is_carried(post: Stretch, profile: Profile) -> bool:
    """Whether it only goes on in what became of its community: nobody was appointed anew (WF-118)."""
    return any(carries_on(post, one) for one in profile.posts)


def _checks(profile: Profile) -> Iterator[Finding]:
    """Days of entry or appointment that no passed check covers, and a check that is over without a new one (WF-113)."""
    since = profile.checks_since
    if since is None or not profile.is_employed:
        return
    entry = [("入职", profile.entered_on)] if profile.entered_on else []
    for deed, on in [*entry, *((f"任{one.name}", one.start) for one in profile.posts if not _is_carried(one, profile))]:
        if on >= since and not any(start <= on <= end for start, end in profile.cleared):
            yield Finding(Kind.NO_CHECK, f"{on} {deed}，那天没有有效的联审", Mend.CHECK)
    last = max((end for _, end in profile.cleared), default=None)
    if last is not None and last < profile.day:
        yield Finding(Kind.NO_CHECK, f"联审有效到 {last}，已过期，要复审", Mend.CHECK)


def _years(profile: Profile) -> Iterator[Finding]:
    """Appraisal years without a confirmed result: no step until it is there (WF-71)."""
    if profile.graded_on is None:
        return
    last = profile.day.year - 1 if profile.exit_on is None else min(profile.day.year, profile.exit_on.year) - 1
    ratings = profile.ratings or {}
    for year in range(profile.graded_on.year, last + 1):
        if year not in ratings:
            yield Finding(Kind.NO_RATING, f"{year} 年度没有考核结果", Mend.RESULT)
        elif not ratings[year]:
            yield Finding(Kind.NO_RATING, f"{year} 年度考核结果没有确认", Mend.FILE)


def _unsure(profile: Profile) -> Iterator[Finding]:
    open_states = (VerifyState.PENDING, VerifyState.DOUBTFUL)
    for study in profile.education:
        if study.state in open_states:
            words = f"{study.level}学历{VERIFY_LABEL[study.state]}，不算数"
            yield Finding(Kind.UNVERIFIED, words, Mend.VERIFY_EDUCATION, study.record_id)
    for stretch in profile.segments:
        if stretch.state in open_states:
            words = f"{stretch.name} {stretch.start} 起{VERIFY_LABEL[stretch.state]}，不计年限"
            yield Finding(Kind.UNVERIFIED, words, Mend.VERIFY_SEGMENT, stretch.record_id)
    for held in profile.certificates:
        if held.state in open_states:
            words = f"{held.level}证书{VERIFY_LABEL[held.state]}，不发津贴"
            yield Finding(Kind.UNVERIFIED, words, Mend.VERIFY_CERTIFICATE, held.record_id)
        if not held.registered_until:
            words = f"{held.level}证书计入持证，没有登记不发津贴"
            yield Finding(Kind.UNREGISTERED, words, Mend.REGISTRATION, held.record_id)
        elif all(until is not None and until < profile.day for until in held.registered_until):
            last = max(until for until in held.registered_until if until is not None)
            yield Finding(Kind.LAPSED, f"{held.level}证书登记到 {last}", Mend.REGISTRATION, held.record_id)


def _person(profile: Profile) -> Iterator[Finding]:
    if profile.card_birth is not None and profile.card_birth != profile.birth:
        words = f"登记 {profile.birth}，身份证 {profile.card_birth}"
        yield Finding(Kind.BIRTH, words, Mend.BASICS)
    if profile.archive_birth is not None and profile.archive_birth != (profile.card_birth or profile.birth):
        yield Finding(Kind.ARCHIVE_BIRTH, f"档案 {profile.archive_birth}，登记 {profile.birth}", Mend.BASICS)
    if profile.is_employed and profile.retires_on < profile.day:
        yield Finding(Kind.RETIRED, f"法定退休日期 {profile.retires_on}", Mend.EXIT)
    away = any(one.holds(profile.day) for one in profile.absences)
    if profile.state is WorkerState.AWAY and not away:
        yield Finding(Kind.ABSENCE, "状态是离岗，没有正在进行的离岗记录", Mend.ABSENCE)
    if profile.state in (WorkerState.ACTIVE, WorkerState.PROBATION) and away:
        yield Finding(Kind.ABSENCE, "有正在进行的离岗记录，状态不是离岗", Mend.STATE)


def _papers(profile: Profile) -> Iterator[Finding]:
    for study in profile.education:
        if study.has_degree and not study.has_diploma:
            words = f"{study.level}：有学位证书，没有毕业证书"
            yield Finding(Kind.DEGREE, words, Mend.VERIFY_EDUCATION, study.record_id)
        if study.diploma_on < add_months(profile.birth, 12 * DIPLOMA_AGE) or study.diploma_on > profile.day:
            words = f"{study.level}毕业证书日期 {study.diploma_on}，出生 {profile.birth}"
            yield Finding(Kind.DIPLOMA, words, Mend.VERIFY_EDUCATION, study.record_id)


def _times(profile: Profile) -> Iterator[Finding]:
    earliest = add_months(profile.birth, 12 * WORKING_AGE)
    served = [one for one in profile.segments if one.state is not VerifyState.REFUSED]
    for one in served:
        if one.start < earliest:
            words = f"{one.start} 起的经历早于满 {WORKING_AGE} 周岁的 {earliest}"
            yield Finding(Kind.SERVICE_TIME, words, Mend.VERIFY_SEGMENT, one.record_id)
        if profile.exit_on is not None and one.start > profile.exit_on:
            words = f"{one.start} 起的经历晚于退出日期 {profile.exit_on}"
            yield Finding(Kind.SERVICE_TIME, words, Mend.VERIFY_SEGMENT, one.record_id)
    yield from _overlaps(served, "经历", Mend.VERIFY_SEGMENT)
    yield from _overlaps(profile.absences, "离岗记录", Mend.FILE)
    yield from _overlaps(profile.contracts, "劳动合同", Mend.FILE)


def _overlaps(stretches: Sequence[Stretch], noun: str, mend: Mend) -> Iterator[Finding]:
    """Each record that begins before an earlier one has ended."""
    ordered = sorted(stretches, key=lambda one: (one.start, one.record_id))
    reach: Stretch | None = None
    for one in ordered:
        if reach is not None and (reach.end is None or one.start <= reach.end):
            words = f"{noun} {one.start} 起与 {reach.start} 至 {reach.end or '今'} 重叠"
            yield Finding(Kind.OVERLAP, words, mend, one.record_id)
        if reach is None or (reach.end is not None and (one.end is None or one.end > reach.end)):
            reach = one


def _posts(profile: Profile) -> Iterator[Finding]:
    for one in profile.posts:
        if one.name not in profile.positions:
            words = f"“{one.name}”没有归到岗位类别"
            yield Finding(Kind.POSITION, words, Mend.APPOINTMENT_END, one.record_id)


def _ledger(profile: Profile) -> Iterator[Finding]:
    if profile.ledger_fault:
        yield Finding(Kind.LEDGER, profile.ledger_fault, Mend.CORRECTION)
    if profile.unreplayed:
        words = f"{profile.unreplayed} 行按当时的事实重算不出来，请技术人员查"
        yield Finding(Kind.REPLAY, words, Mend.FILE)
