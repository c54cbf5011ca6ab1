"""Days and moments as offices write them: 2021.3, 2021年3月5日, 21/3/5, 20210305, a workbook's serial number."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets.fields import Field

AHEAD = 10  # years: 36/1/1 written in 2026 is 2036, 37/1/1 is 1937
FIRST_SERIAL, LAST_SERIAL = 2_101, 73_050  # 1905 to 2099; smaller numbers are years, 202103 is a month
FIRST_YEAR, LAST_YEAR = 1880, 2100
HOW = "请写成 2021-03-05 这样"

_YMD = re.compile(r"([0-9]{4}|[0-9]{2})([./\-年])([0-9]{1,2})[./\-月]([0-9]{1,2})日?号?")
_YM = re.compile(r"([0-9]{4})[./\-年]([0-9]{1,2})月?")
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_SERIAL = re.compile(r"[1-6][0-9]{4}")  # 44260 kept as text
_YEAR = re.compile(r"([0-9]{4})年?")
_TURNED = re.compile(r"[0-9]{1,2}[./\-][0-9]{1,2}[./\-][0-9]{4}")
_CLOCK = re.compile(
    r"(.*?)[\sT日号]+(上午|下午)?([0-9]{1,2})[:时点]([0-9]{1,2})?分?(?::[0-9]{1,2}(?:\.[0-9]+)?)?(?:秒)?"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")

Written = str | int | Decimal | date


def day(field: Field, written: Written, *, today: date, from_1904: bool = False) -> date:
    """The day that is written; where the field is content with a month, its first. Raises RuleBroken."""
    if isinstance(written, datetime):
        return _sane(field, written.date())
    if isinstance(written, date):
        return _sane(field, written)
    if isinstance(written, Decimal):
        return _of_decimal(field, written, from_1904)
    if isinstance(written, int) and FIRST_SERIAL <= written <= LAST_SERIAL:
        return _of_serial(written, from_1904)
    text = _without_clock(str(written))
    if _SERIAL.fullmatch(text):
        return _of_serial(int(text), from_1904)
    return _of_text(field, text, today)


def moment(field: Field, written: Written, *, today: date, from_1904: bool = False) -> datetime:
    """The local moment that is written; a day alone begins at midnight. Raises RuleBroken."""
    if isinstance(written, datetime):
        _sane(field, written.date())
        return written
    if isinstance(written, Decimal) and FIRST_SERIAL <= written <= LAST_SERIAL:
        seconds = int((written % 1 * 86_400).to_integral_value())
        return datetime.combine(_of_serial(int(written), from_1904), time()) + timedelta(seconds=seconds)
    at = _clock(field, str(written)) if isinstance(written, str) else time()
    return datetime.combine(day(field, written, today=today, from_1904=from_1904), at)


def _of_serial(number: int, from_1904: bool) -> date:
    return (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=number)


def _of_decimal(field: Field, number: Decimal, from_1904: bool) -> date:
    """2021.3 typed as a number is March; 2021.1 may have been 2021.10, which a workbook shortens."""
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return _of_serial(int(number), from_1904)
    year, _, month = f"{number:f}".partition(".")
    if month == "1":
        raise _broken(
            field, str(number), f"可能是 1 月，也可能是 10 月（末尾的 0 不显示）；请写成 {year}-01 或 {year}-10"
        )
    return _month(field, str(number), int(year), int(month or 0))


def _of_text(field: Field, text: str, today: date) -> date:
    if found := _YMD.fullmatch(text):
        return _made(field, text, _year(found[1], today), int(found[3]), int(found[4]))
    if found := _RUN.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return _made(field, text, year, month, int(found[3])) if found[3] else _month(field, text, year, month)
    if found := _YM.fullmatch(text):
        return _month(field, text, int(found[1]), int(found[2]))
    if _YEAR.fullmatch(text):
        raise _broken(field, text, f"只有年份，{HOW}")
    if _TURNED.fullmatch(text):
        raise _broken(field, text, f"分不清哪个是月、哪个是日，{HOW}")
    raise _broken(field, text, f"不是日期，{HOW}")


def _without_clock(text: str) -> str:
    tight = _WEEKDAY.sub("", text).strip()
    found = _CLOCK.fullmatch(tight)
    return "".join((found[1] if found else tight).split())


def _clock(field: Field, text: str) -> time:
    found = _CLOCK.fullmatch(_WEEKDAY.sub("", text).strip())
    if not found:
        return time()
    hour, minute = int(found[3]), int(found[4] or 0)
    if found[2] == "下午" and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise _broken(field, text, "里的时间不对，请写成 2021-03-05 14:30 这样")
    return time(hour, minute)


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    century = today.year // 100 * 100
    year = century + int(text)
    return year if year <= today.year + AHEAD else year - 100


def _month(field: Field, text: str, year: int, month: int) -> date:
    first = _made(field, text, year, month, 1)
    if not field.month:
        raise _broken(field, text, f"只写到月，{HOW}写到日")
    return first


def _made(field: Field, text: str, year: int, month: int, number: int) -> date:
    try:
        return _sane(field, date(year, month, number))
    except ValueError as error:
        if isinstance(error, RuleBroken):
            raise
        raise _broken(field, text, "不是日历上有的日子，请核对年月日") from error


def _sane(field: Field, found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _broken(field, found.isoformat(), "的年份不对，请核对")
    return found


def _broken(field: Field, text: str, how: str) -> RuleBroken:
    return RuleBroken(f"{field.label}“{text[:20]}”{how}", field.key)
