"""Personal data in the form people type it: identity and phone numbers checked, and masked when shown."""

import re
import unicodedata
from datetime import date

from shuangluan.kernel.errors import RuleBroken

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"  # by the weighted sum modulo 11 (GB 11643-1999)

_SEPARATORS = re.compile(r"[\s\-‐-―−_.·]+")
_EXPONENT = re.compile(r"[0-9]+(\.[0-9]+)?[eE][+\-]?[0-9]+")
_LANDLINE = re.compile(r"(0[0-9]{2,3})?([2-8][0-9]{6,7})(转[0-9]{1,6})?")
_SERVICE_NUMBER = re.compile(r"(?:0[0-9]{2,3})?(?:1(?:10|14|19|20|22)|1[02][0-9]{3}|9[56][0-9]{3,4})")
_NATIONWIDE = re.compile(r"[48]00[0-9]{7}")


def _plain(text: str) -> str:
    """Full-width forms made plain, spaces at the ends and invisible characters taken out."""
    shown = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return "".join(shown).strip()


def _digits_only(text: str) -> bool:
    """ASCII digits and nothing else: `str.isdigit` is true of ² as well."""
    return text.isascii() and text.isdigit()


def normal_name(text: str) -> str:
    """A name as stored: 张　三 and 张 三 become 张三; words in Latin letters keep one space between them.

    The dot of minority names (买买提·吐尔逊) is written one way, whichever way it was typed.
    """
    words = re.sub(r"\s*[·•・‧.]\s*", "·", _plain(text)) if _has_han(text) else _plain(text)
    parts = words.split()
    return ("" if _has_han(words) else " ").join(parts)


def _has_han(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U000323af" for char in text)


# --- identity numbers -------------------------------------------------------------------------------------


def normal_id_number(text: str) -> str:
    """An identity number as stored: plain digits, capital X, 15 digits made 18 (DR-85)."""
    number = _SEPARATORS.sub("", _plain(text)).upper()
    if len(number) == 15 and _digits_only(number):
        number = f"{number[:6]}19{number[6:]}"
        number += id_check_digit(number)
    return number


def id_check_digit(first_17: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999)."""
    weighted = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_DIGITS[weighted % 11]


def check_id_number(text: str, field: str | None = None, *, today: date | None = None) -> str:
    """The identity number of `text`, normalised (D03, DR-85).

    Raises RuleBroken with a sentence that says what is wrong with it; never with the number itself.
    With `today` a date of birth in the future is refused too.
    """
    if _EXPONENT.fullmatch(_plain(text)):
        raise RuleBroken("身份证号被表格软件改写，请将该列设为文本", field)
    number = normal_id_number(text)
    if len(number) != 18:
        raise RuleBroken(f"身份证号要 18 位，现在是 {len(number)} 位", field)
    if not _digits_only(number[:17]) or not (_digits_only(number[17]) or number[17] == "X"):
        raise RuleBroken("身份证号只有数字，末位可以是 X", field)
    born = _birth(number)
    if born is None or born.year < 1880 or (today is not None and born > today):
        raise RuleBroken("身份证号第 7 至 14 位不是出生日期，核对这几位", field)
    if id_check_digit(number[:17]) != number[17]:
        raise RuleBroken("身份证号的末位与前 17 位对不上，逐位核对一遍", field)
    return number


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def birth_date(number: str) -> date:
    """The date of birth in a checked identity number."""
    born = _birth(number)
    if born is None:
        raise ValueError("not a checked identity number")
    return born


# --- phone numbers ----------------------------------------------------------------------------------------


def normal_phone(text: str) -> str:
    """A phone number as stored: plain digits without +86, spaces or dashes; an extension stays after 转."""
    number = _SEPARATORS.sub("", _plain(text)).replace("(", "").replace(")", "")
    number = re.sub(r"(?i)分机|ext|x|#", "转", number)
    if number.startswith("+86"):  # from abroad the 0 of an area code is left out
        rest = number[3:]
        return rest if rest.startswith(("0", "1")) else f"0{rest}"
    if re.fullmatch(r"(00)?861[0-9]{10}", number):
        return number[-11:]
    return number


def check_mobile(text: str, field: str | None = None) -> str:
    """The mobile number of `text`, normalised. Raises RuleBroken with the design's sentence."""
    number = normal_phone(text)
    if number and not _digits_only(number):
        raise RuleBroken("手机号只写数字", field)
    if len(number) != 11:
        raise RuleBroken(f"手机号要 11 位，现在是 {len(number)} 位", field)
    if number[0] != "1" or number[1] not in "3456789":
        raise RuleBroken("手机号以 13 至 19 开头，核对前两位", field)
    return number


def check_phone(text: str, field: str | None = None) -> str:
    """A mobile or landline number, normalised: for residents and offices, where either will do.

    Landlines with or without area code and extension, 400 and 800 numbers, and service numbers (12345).
    """
    number = normal_phone(text)
    if any(form.fullmatch(number) for form in (_SERVICE_NUMBER, _NATIONWIDE, _LANDLINE)):
        return number
    if number.startswith("1"):
        return check_mobile(number, field)
    if not _digits_only(number.replace("转", "")):
        raise RuleBroken("电话只写数字，分机写在“转”后面", field)
    raise RuleBroken("座机号要 7 至 8 位，前面可加 3 至 4 位区号；手机号要 11 位", field)


# --- masks ------------------------------------------------------------------------------------------------


def mask_id_number(number: str) -> str:
    """130803********1234: area and last four stay (security D: 6 + 4)."""
    return _middle_masked(number, 6, 4)


def mask_phone(number: str) -> str:
    """138****0012; of a landline the area code and the last two digits stay."""
    if len(number) == 11 and number.startswith("1"):
        return _middle_masked(number, 3, 4)
    line, _, extension = number.partition("转")
    shown = _middle_masked(line, 4 if line.startswith("0") and len(line) > 8 else 0, 2)
    return f"{shown}转{'*' * len(extension)}" if extension else shown


def mask_name(name: str) -> str:
    """张**: the first character and always two stars, so that the length says nothing."""
    return f"{name[0]}**" if name else ""


def _middle_masked(text: str, head: int, tail: int) -> str:
    """Stars for all but `head` and `tail` characters; a text too short to keep a secret is all stars."""
    hidden = len(text) - head - tail
    if hidden < 4:
        return "*" * len(text)
    return f"{text[:head]}{'*' * hidden}{text[-tail:]}"
