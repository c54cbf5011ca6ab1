"""A worker's dated facts as the engines read them; only what is verified and confirmed counts (WF-20, WF-21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.spans import day_of, day_or_none, reading

VERIFIED = "已核验"
UNDETERMINED = "不定等次"
FIRST_GRADING = "首次定级"
CONVERSION = "套改"
DEFAULT_KIND = "社区专职"
OTHER_REASON = "其他"
EDUCATION_ORDER = ("中专及以下", "大专", "本科", "硕士", "博士")
CERTIFICATE_ORDER = ("初级", "中级", "高级")

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post held from `start` to `end`, both included (None: still held); `doc_date` of its document."""

    position: str
    start: date
    end: date | None
    doc_date: date | None
    end_reason: str | None

    @classmethod
    def parse(cls, payload: Payload) -> "Appointment":
        """The appointment of `{position, from, to?, doc_date?, end_reason?}`."""
        return cls(
            payload["position"], day_of(payload["from"]), day_or_none(payload.get("to")),
            day_or_none(payload.get("doc_date")), payload.get("end_reason"),
        )


@dataclass(frozen=True, slots=True)
class Education:
    """A verified level of education, recognised from a day on, with what papers there are."""

    level: str
    diploma: bool
    degree: bool
    recognized_from: date
    inservice: bool

    @classmethod
    def parse(cls, payload: Payload) -> "Education":
        """The education of `{level, diploma, degree, recognized_from, inservice?}`."""
        level = payload["level"]
        if level not in EDUCATION_ORDER:
            raise RuleBroken(f"没有“{level}”这种学历")
        return cls(
            level, bool(payload.get("diploma", True)), bool(payload.get("degree", False)),
            day_of(payload["recognized_from"]), bool(payload.get("inservice", False)),
        )

    @property
    def rank(self) -> tuple[int, int]:
        """The order of education: by level, at one level by papers."""
        return EDUCATION_ORDER.index(self.level), self.diploma + self.degree

    @property
    def is_complete(self) -> bool:
        """Whether both the diploma and the degree are there."""
        return self.diploma and self.degree


@dataclass(frozen=True, slots=True)
class Certificate:
    """A professional certificate with its registration periods, both ends included (None: no expiry)."""

    level: str
    registrations: tuple[tuple[date, date | None], ...]
    approved_on: date | None

    @classmethod
    def parse(cls, payload: Payload) -> "Certificate":
        """The certificate of `{level, registrations: [{from, to}], approved_on?}`."""
        level = payload["level"]
        if level not in CERTIFICATE_ORDER:
            raise RuleBroken(f"没有“{level}”这种职业资格")
        periods = [(day_of(one["from"]), day_or_none(one.get("to"))) for one in payload.get("registrations", ())]
        for start, end in periods:
            if end is not None and end < start:
                raise RuleBroken(f"{level}登记的有效期止于 {end}，早于 {start}")
        return cls(level, tuple(sorted(periods, key=lambda one: one[0])), day_or_none(payload.get("approved_on")))


@dataclass(frozen=True, slots=True)
class Segment:
    """Verified work of one kind from `start` to `end`, both included (None: going on)."""

    start: date
    end: date | None
    kind: str

    @classmethod
    def parse(cls, payload: Payload) -> "Segment":
        """The segment of `{start, end?, kind?}`."""
        start, end = day_of(payload["start"]), day_or_none(payload.get("end"))
        if end is not None and end < start:
            raise RuleBroken(f"工作经历止于 {end}，早于 {start}")
        return cls(start, end, payload.get("kind", DEFAULT_KIND))


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from the post from `start` to `end`, both included (None: going on)."""

    kind: str
    start: date
    end: date | None

    @classmethod
    def parse(cls, payload: Payload) -> "Absence":
        """The absence of `{kind, start, end?}`."""
        return cls(payload["kind"], day_of(payload["start"]), day_or_none(payload.get("end")))


@dataclass(frozen=True, slots=True)
class Result:
    """A confirmed rating of a year; `reason` belongs to 不定等次."""

    year: int
    rating: str
    reason: str

    @classmethod
    def parse(cls, payload: Payload) -> "Result":
        """The result of `{year, rating, reason?}`."""
        return cls(int(payload["year"]), payload["rating"], payload.get("reason") or OTHER_REASON)


@dataclass(frozen=True, slots=True)
class Sanction:
    """A period of effect of a sanction, both ends included."""

    start: date
    until: date

    @classmethod
    def parse(cls, payload: Payload) -> "Sanction":
        """The sanction of `{from, until}`."""
        return cls(day_of(payload["from"]), day_of(payload["until"]))


@dataclass(frozen=True)
class Facts:
    """All that a grade rests on. `first_event`, `first_on`: how and when the ledger begins (WF-71)."""

    entry_date: date | None
    exit_date: date | None
    first_event: str | None
    first_on: date | None
    appointments: tuple[Appointment, ...]
    education: tuple[Education, ...]
    certificates: tuple[Certificate, ...]
    segments: tuple[Segment, ...]
    absences: tuple[Absence, ...]
    results: Mapping[int, Result]
    sanctions: tuple[Sanction, ...]
    prior_grade: int | None

    @classmethod
    def parse(cls, payload: Payload) -> "Facts":
        """The facts in the form of the worked examples. Raises RuleBroken where they are badly written."""
        with reading("人员的事实"):
            first = payload.get("first") or {}
            segments = tuple(Segment.parse(one) for one in _counting(payload.get("segments", ())))
            starts = [segment.start for segment in segments]
            entry = day_or_none(payload.get("entry_date")) or (min(starts) if starts else None)
            return cls(
                entry_date=entry,
                exit_date=day_or_none(payload.get("exit_date")),
                first_event=first.get("event"),
                first_on=day_or_none(first.get("effective")),
                appointments=tuple(Appointment.parse(one) for one in payload.get("appointments", ())),
                education=tuple(Education.parse(one) for one in _counting(payload.get("education", ()))),
                certificates=tuple(Certificate.parse(one) for one in _counting(payload.get("certificates") or ())),
                segments=segments,
                absences=tuple(Absence.parse(one) for one in payload.get("absences") or ()),
                results=results_of(payload.get("results") or ()),
                sanctions=tuple(Sanction.parse(one) for one in payload.get("sanctions") or ()),
                prior_grade=payload.get("prior_grade"),
            )

    @property
    def is_converted(self) -> bool:
        """Whether an earlier grade may be protected: by a conversion only, never at a re-hire (WF-82, WF-152)."""
        return self.first_event != FIRST_GRADING


def results_of(rows: Iterable[Payload]) -> dict[int, Result]:
    """The confirmed ratings by year. Raises RuleBroken for two of one year (WF-21)."""
    found: dict[int, Result] = {}
    for row in rows:
        if not row.get("confirmed", True):
            continue
        result = Result.parse(row)
        if result.year in found:
            raise RuleBroken(f"{result.year} 年度有两个已确认的考核结果")
        found[result.year] = result
    return found


def _counting(rows: Iterable[Payload]) -> list[Payload]:
    return [row for row in rows if row.get("verify", VERIFIED) == VERIFIED]
