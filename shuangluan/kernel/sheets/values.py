"""One cell as the value of a field: what offices type is understood, what was lost is told and never guessed."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from shuangluan.kernel import pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import days
from shuangluan.kernel.sheets.cells import Cell, Trouble
from shuangluan.kernel.sheets.fields import MASKED, Field, Kind, Parsed

EXACT_DIGITS = 15  # of a number in a workbook; what comes behind them is lost
NOTHING = {"/", "-", "--", "—", "——", "\\", "无", "暂无", "空", "未填", "n/a", "none", "null"}
YES = {"是", "√", "✓", "✔", "☑", "有", "y", "yes", "1", "true", "t", "对", "已", "真"}
NO = {"否", "×", "✗", "✘", "☒", "无", "没有", "n", "no", "0", "false", "f", "x", "错", "未", "假", "不是"}
MANY_OPTIONS = 12

_MASKED_WHOLE = re.compile(r"[^*\s]{0,6}\*{2,}[^*\s]{0,4}(?:转\*{1,6})?|[\u3400-\u9fff]\*[\u3400-\u9fff]?")
_MASKED_INSIDE = re.compile(r"[0-9]{2,}\*{3,}[0-9]*[0-9Xx]")
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # what a form takes off too
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,}")
_LONG_NUMBER = re.compile(r"[0-9]{5,}")  # 演示网格员01 may be a name, a phone number is none
_CROSSED_OUT = re.compile(r"[0-9]{3,6}[xX×●#]{4,}[0-9]{0,4}[xX]?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?")
_MONEY_UNITS = {"": 100, "元": 100, "圆": 100, "块": 100, "角": 10, "分": 1, "百元": 10_000, "千元": 100_000}
_MONEY_UNITS |= {"万元": 1_000_000, "万": 1_000_000, "亿元": 10_000_000_000, "亿": 10_000_000_000}
_AREA_UNITS = {"": 100, "平方米": 100, "平米": 100, "平": 100, "㎡": 100, "m2": 100, "m²": 100, "万平方米": 1_000_000}
_DECIMAL_UNITS = {"": 100, "分": 100}
_AREA_UNITS |= {"公顷": 1_000_000, "平方公里": 100_000_000}


@dataclass(frozen=True)
class Context:
    """What a cell alone does not say: the day by which 21/3/5 is a year, how the file counts days, the head's unit."""

    today: date
    from_1904: bool = False
    unit: str = ""  # of the head: 万元 in 金额（万元）


def parsed(field: Field, cell: Cell, context: Context) -> Parsed:
    """The value of `field` in `cell`: None where it is blank, MASKED where it shows stars (what is stored stays).

    Raises RuleBroken with what is wrong and how to mend it.
    """
    if isinstance(cell, Trouble):
        raise RuleBroken(f"{field.label}：{cell.value}", field.key)
    value = _parsed(field, cell, context)
    if value is None and field.required:
        raise RuleBroken(f"{field.label}必填，请补上", field.key)
    return value


def _parsed(field: Field, cell: Cell, context: Context) -> Parsed:
    plain = _plain(cell)
    if not plain or (field.kind not in WITH_ANY_WORDS and plain.casefold() in NOTHING):
        return None
    if is_masked(plain, field.kind):
        return MASKED
    return READERS[field.kind](field, cell, context)


def shown(cell: Cell) -> str:
    """A cell as the text that its reader sees: cleaned like what is typed into a form."""
    if cell is None or isinstance(cell, Trouble):
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if not isinstance(cell, str):
        return str(cell)
    return _UNKEPT.sub("", cell).replace("\r\n", "\n").strip() if not cell.isprintable() else cell.strip()


def is_masked(text: str, kind: Kind) -> bool:
    """Whether a text shows stars in the place of what it means: 130803********1234, 138****0012, 张**."""
    plain = _normal(text)
    if "*" in plain:
        return bool(_MASKED_WHOLE.fullmatch(plain) or _MASKED_INSIDE.search(plain))
    return kind in (Kind.ID_NUMBER, Kind.PHONE) and _CROSSED_OUT.fullmatch(plain) is not None


# --- one function for each kind ---------------------------------------------------------------------------


def _plain(cell: Cell) -> str:
    return _normal(shown(cell))


def _normal(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def _refused(field: Field, cell: Cell, how: str) -> RuleBroken:
    return RuleBroken(f"{field.label}“{_shortened(shown(cell))}”{how}", field.key)


def _shortened(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def _check_digits(field: Field, cell: Cell) -> None:
    """A workbook keeps 15 digits of a number, and a text file what a workbook showed of it: 1.30803E+17."""
    digits = isinstance(cell, int | Decimal) and len(shown(cell).lstrip("-")) > EXACT_DIGITS
    if digits or (isinstance(cell, str) and _EXPONENT.fullmatch(_plain(cell))):
        lost = f"存成了数字，{EXACT_DIGITS} 位以后的数字已经丢失；请把这一列设为文本格式，再重新填写"
        raise RuleBroken(f"{field.label}{lost}", field.key)


def _text(field: Field, cell: Cell, context: Context) -> Parsed:
    if isinstance(cell, int):
        _check_digits(field, cell)
    if isinstance(cell, datetime) and (cell.hour, cell.minute) == (0, 0):
        return cell.date().isoformat()
    return _closed_up(shown(cell))


def _closed_up(text: str) -> str:
    """万 和 城 is 万和城: single characters set apart for looks; between longer words a blank means something."""
    parts = text.split()
    is_set_apart = len(parts) > 1 and all(len(part) == 1 for part in parts) and not text.isascii()
    return "".join(parts) if is_set_apart else text


def _name(field: Field, cell: Cell, context: Context) -> Parsed:
    name = pii.normal_name(shown(cell))
    if _LONG_NUMBER.search(name):
        raise _refused(field, cell, "里有数字，请核对是否填错了列")
    return name


def _whole(field: Field, cell: Cell, context: Context) -> Parsed:
    number = _number(field, cell, (field.unit, context.unit))
    if number != number.to_integral_value():
        raise _refused(field, cell, "要填整数")
    return _bounded(field, cell, int(number))


def _money(field: Field, cell: Cell, context: Context) -> Parsed:
    return _scaled(field, cell, context.unit, _MONEY_UNITS, "最多到分（两位小数）")


def _area(field: Field, cell: Cell, context: Context) -> Parsed:
    return _scaled(field, cell, context.unit, _AREA_UNITS, "最多两位小数")


def _decimal(field: Field, cell: Cell, context: Context) -> Parsed:
    return _scaled(field, cell, context.unit, _DECIMAL_UNITS, "最多两位小数")


def _scaled(field: Field, cell: Cell, head_unit: str, units: dict[str, int], finest: str) -> int:
    """A quantity in the smallest unit; the cell's own unit goes before that of the head."""
    text = _plain(cell).replace(" ", "").lstrip("¥￥")
    unit = next((one for one in sorted(units, key=len, reverse=True) if one and text.endswith(one)), "")
    number = _number(field, cell, (unit,))
    by_head = unicodedata.normalize("NFKC", head_unit)
    scale = units[unit] if unit else units.get(by_head, units.get(head_unit, units[""]))
    amount = number * scale
    if amount != amount.to_integral_value():
        raise _refused(field, cell, f"{finest}，请写成四舍五入后的数")
    return _bounded(field, cell, int(amount))


def _number(field: Field, cell: Cell, units: tuple[str, ...]) -> Decimal:
    text = _plain(cell).replace(" ", "").lstrip("¥￥")
    for unit in filter(None, (unicodedata.normalize("NFKC", unit) for unit in units)):
        text = text.removesuffix(unit)
    if isinstance(cell, bool | date) or not _NUMBER.fullmatch(text):
        raise _refused(field, cell, "不是数字，只写数字（如 1200 或 85.5）")
    return Decimal(text.replace(",", ""))


def _bounded(field: Field, cell: Cell, number: int) -> int:
    if abs(number) >= 10**EXACT_DIGITS:
        raise _refused(field, cell, "太大，请核对位数")
    return number


def _date(field: Field, cell: Cell, context: Context) -> Parsed:
    return days.day(field, _untyped(cell), today=context.today, from_1904=context.from_1904)


def _moment(field: Field, cell: Cell, context: Context) -> Parsed:
    return days.moment(field, _untyped(cell), today=context.today, from_1904=context.from_1904)


def _untyped(cell: Cell) -> str | int | Decimal | date:
    return cell if isinstance(cell, int | Decimal | date) and not isinstance(cell, bool) else _plain(cell)


def _flag(field: Field, cell: Cell, context: Context) -> Parsed:
    text = _plain(cell).casefold()
    if text in YES or text in NO:
        return text in YES
    raise _refused(field, cell, "看不出是或否，请写“是”或“否”")


def _choice(field: Field, cell: Cell, context: Context) -> Parsed:
    wanted = _loose(shown(cell))
    values = _values_by_words(field.options)
    if wanted in values:
        return values[wanted]
    labels = "、".join(field.offered[:MANY_OPTIONS])
    more = " 等，见填写说明" if len(field.offered) > MANY_OPTIONS else ""
    raise _refused(field, cell, f"不在可选的内容里，请改成：{labels}{more}")


@lru_cache(maxsize=500)
def _values_by_words(options: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The value by its label, and by itself where no label reads like it."""
    return {_loose(value): value for value, _ in options} | {_loose(label): value for value, label in reversed(options)}


def _loose(text: str) -> str:
    return "".join(_normal(text).split()).casefold()


def _id_number(field: Field, cell: Cell, context: Context) -> Parsed:
    _check_digits(field, cell)
    return pii.check_id_number(shown(cell).lstrip("'’"), field.key, today=context.today)


def _phone(field: Field, cell: Cell, context: Context) -> Parsed:
    _check_digits(field, cell)
    text = shown(cell).lstrip("'’")
    if isinstance(cell, int) and len(text) in (9, 10, 11) and text[0] != "1" and text[:3] not in ("400", "800"):
        raise RuleBroken(f"{field.label}存成了数字，区号开头的 0 可能丢了；请设为文本格式，写全区号", field.key)
    return pii.check_phone(text, field.key)


def _code(field: Field, cell: Cell, context: Context) -> Parsed:
    code = "".join(_plain(cell).lstrip("'’").split())
    _check_digits(field, cell)
    if field.length and len(code) != field.length:
        hint = "；开头的 0 可能丢了，请设为文本格式再填" if isinstance(cell, int) and len(code) < field.length else ""
        raise _refused(field, cell, f"要 {field.length} 位，现在是 {len(code)} 位{hint}")
    return code


READERS: dict[Kind, Callable[[Field, Cell, Context], Parsed]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
    Kind.AREA: _area,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.ID_NUMBER: _id_number,
    Kind.PHONE: _phone,
    Kind.CODE: _code,
}
WITH_ANY_WORDS = {Kind.TEXT, Kind.FLAG, Kind.CHOICE, Kind.CODE, Kind.NAME}  # in which 无 and / may be meant
