"""Which column of a foreign sheet is which field: by the words of its head, in any order, or as chosen before."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets.fields import Field, Kind

SYNONYMS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NAME: ("姓名", "名字", "人员姓名"),
    Kind.ID_NUMBER: (
        "身份证号", "身份证号码", "身份证", "身份证件号码", "居民身份证号", "居民身份证号码",
        "公民身份号码", "公民身份证号码", "身份号码", "证件号码", "证件号",
    ),
    Kind.PHONE: (
        "联系电话", "电话", "电话号码", "手机", "手机号", "手机号码", "移动电话", "联系手机", "联系方式", "联系号码",
    ),
}  # fmt: skip
LINE_NUMBERS = {"序号", "编号", "序列", "行号", "no", "序"}  # of use on paper only, unless a field goes by the name

REASON, LINE = "没有导入的原因", "原表第几行"  # what our workbook of refused rows says beside them
_OF_NO_FIELD = {*LINE_NUMBERS, REASON, LINE}

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|<([^<>]*)>")
_FILLING = re.compile(r"[\s*:：、,，.。/\\_#\-—()\[\]【】〔〕<>·]+")


@dataclass(frozen=True)
class Label:
    """The head of a column (`column` counts from 0); of a head with several levels, `levels` from top to bottom."""

    column: int
    levels: tuple[str, ...]

    @property
    def text(self) -> str:
        """The head in one line: 家庭住址·小区."""
        return "·".join(self.levels)

    @property
    def unit(self) -> str:
        """万元 of 金额（万元）; what stands in brackets, whatever it is."""
        inside = _BRACKETS.findall(unicodedata.normalize("NFKC", self.levels[-1]))
        return next(filter(None, inside[-1]), "").strip() if inside else ""


@dataclass(frozen=True)
class Match:
    """Which column each field is read from, and what is left for a person to decide.

    `unclear` holds the columns that could be a field where there are two, or one that could be two fields. `fixed` are
    fields without a column that have one value in all rows.
    """

    chosen: Mapping[str, Label]
    unclear: Mapping[str, tuple[Label, ...]]
    unknown: tuple[Label, ...]
    missing: tuple[Field, ...]  # required, and without a column
    fixed: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def has_key(self, keys: Iterable[Sequence[str]]) -> bool:
        """Whether one of the natural keys has all its fields."""
        given = {*self.chosen, *self.fixed}
        return any(given.issuperset(key) for key in keys)

    def check_complete(self, keys: Sequence[Sequence[str]], fields: Sequence[Field]) -> None:
        """Raises RuleBroken while what tells records apart is not given.

        Other required fields may be missing: a record that stands is changed without them, and of a new one the
        preview says what it lacks.
        """
        if not self.has_key(keys):
            named = key_words(keys, fields)
            raise RuleBroken(f"还没有指定哪一列是{named}；没有它们认不出是哪一条记录，表里没有的请先加上这一列再上传")


def key_words(keys: Sequence[Sequence[str]], fields: Sequence[Field]) -> str:
    """By which fields a record is known, in words: 编号，或者来源和来源单号."""
    labels = {one.key: one.label for one in fields}
    return "，或者".join("和".join(labels[name] for name in key) for key in keys)


def picked(
    labels: Sequence[Label], fields: Sequence[Field], match: Mapping[str, str], fixed: Mapping[str, Any]
) -> Match:
    """What a person chose: place of the column → field (empty: not imported), and field → one value for all rows.

    Raises RuleBroken for a field that there is not, and for one that is given twice.
    """
    known = {one.key: one.label for one in fields}
    by_place = {str(label.column): label for label in labels}
    chosen: dict[str, Label] = {}
    for place, key in match.items():
        if not key:
            continue
        if key not in known or place not in by_place:
            raise RuleBroken("没有这个栏目，请从列表里重选")
        if key in chosen:
            raise RuleBroken(f"有两列都对成了“{known[key]}”，请只留一列")
        chosen[key] = by_place[place]
    for key in fixed.keys() & chosen.keys():
        reason = f"“{known[key]}”已经对了一列，不能再给所有行同一个值；请二选一"
        raise RuleBroken(reason, key)
    missing = tuple(one for one in fields if one.required and one.key not in {*chosen, *fixed})
    return Match(chosen, {}, (), missing, dict(fixed))


def normal(text: str) -> str:
    """A head without what varies: width, blanks, signs, case. 身份 证号＊ is 身份证号."""
    return _FILLING.sub("", unicodedata.normalize("NFKC", text)).casefold()


def bare(text: str) -> str:
    """The same without what stands in brackets: 面积（平方米） is 面积."""
    return normal(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


def names_of(fields: Sequence[Field]) -> dict[str, set[str]]:
    """Each normalised head, with and without its brackets, and the fields that go by it."""
    kinds = [one.kind for one in fields]
    names: dict[str, set[str]] = {}
    for field in fields:
        shared = SYNONYMS.get(field.kind, ()) if kinds.count(field.kind) == 1 else ()
        for name in (field.label, *field.synonyms, *shared):
            names.setdefault(normal(name), set()).add(field.key)
    for field in fields:
        for name in (field.label, *field.synonyms):
            names.setdefault(bare(name), {field.key})  # a head that is whole for another field stays that one's
    return names


def matched(labels: Sequence[Label], fields: Sequence[Field], saved: Mapping[str, str] | None = None) -> Match:
    """The fields of `labels`: as `saved` (see `choice`) has it, the rest by their words."""
    names = names_of(fields)
    known = {field.key for field in fields}
    found: dict[str, list[tuple[int, Label]]] = {}
    unknown = []
    for label, token in zip(labels, tokens(labels), strict=True):
        remembered = (saved or {}).get(token)
        if remembered in known:
            found.setdefault(remembered or "", []).append((-1, label))
            continue
        rank, keys = (0, set()) if remembered == "" else _meant(label, names)
        for key in keys:
            found.setdefault(key, []).append((rank + 10 * (len(keys) > 1), label))
        if not keys and bare(label.text) not in _OF_NO_FIELD:
            unknown.append(label)
    chosen, unclear = {}, {}
    for key, candidates in found.items():
        best = min(rank for rank, _ in candidates)
        first = tuple(label for rank, label in candidates if rank == best)
        if len(first) == 1 and best < 10:
            chosen[key] = first[0]
        else:
            unclear[key] = first
    missing = tuple(field for field in fields if field.required and field.key not in chosen)
    return Match(chosen, unclear, tuple(unknown), missing)


def _meant(label: Label, names: Mapping[str, set[str]]) -> tuple[int, set[str]]:
    """How near the nearest reading of a head is, and the fields it could be."""
    readings = (normal(label.text), bare(label.text), normal(label.levels[-1]), bare(label.levels[-1]))
    for rank, reading in enumerate(readings):
        if reading in names:
            return rank, names[reading]
    return 0, set()


def tokens(labels: Sequence[Label]) -> list[str]:
    """A name for each column that the next file of the same shape has too: 电话, and 电话#2 where it comes twice."""
    seen: dict[str, int] = {}
    named = []
    for label in labels:
        name = normal(label.text)
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return named


def signature(labels: Sequence[Label]) -> str:
    """The shape of a file: the same for the same heads in any order."""
    return hashlib.sha256("\n".join(sorted(tokens(labels))).encode()).hexdigest()[:32]


def choice(labels: Sequence[Label], picked: Mapping[str, int]) -> dict[str, str]:
    """What a person chose (field → column, from 0), as it is remembered: column → field, "" for a column left out.

    Raises RuleBroken where one column is picked for two fields.
    """
    by_column: dict[int, str] = {}
    for key, column in picked.items():
        if column in by_column:
            text = next((label.text for label in labels if label.column == column), "")
            raise RuleBroken(f"“{text}”这一列只能对应一项内容，请改选其中一个", key)
        by_column[column] = key
    return {token: by_column.get(label.column, "") for token, label in zip(tokens(labels), labels, strict=True)}


def heads_known(texts: Iterable[str], names: Mapping[str, set[str]]) -> int:
    """How many different fields the words of a line name: by this a head is told from titles and data."""
    met: set[str] = set()
    for text in texts:
        met |= names.get(normal(text)) or names.get(bare(text)) or set()
    return len(met)
