"""What a register takes from a workbook, declared once: for the template, the matching of columns, and the values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum


class Kind(StrEnum):
    """What a cell of a field holds, and the Python value that `values.parsed` makes of it."""

    TEXT = "text"  # str, its width of characters kept
    NAME = "name"  # str: 张　三 is 张三
    WHOLE = "whole"  # int
    MONEY = "money"  # int, in fen; a cell without a unit is in 元
    AREA = "area"  # int, in hundredths of a square metre
    DECIMAL = "decimal"  # int, in hundredths: points, marks, hours
    DATE = "date"  # date
    MOMENT = "moment"  # datetime on the local wall clock, without zone
    FLAG = "flag"  # bool
    CHOICE = "choice"  # str: the value of one of the options
    ID_NUMBER = "id_number"  # str, checked and normalised
    PHONE = "phone"  # str, checked and normalised
    CODE = "code"  # str: digits and letters that are no quantity; zeros in front stay


class Masked(Enum):
    """The type of MASKED, so that a checker tells it from every value."""

    MASKED = "masked"


MASKED = Masked.MASKED  # a cell that shows 130803********1234: nothing is known, what is stored stays
Parsed = str | int | bool | date | datetime | Masked | None


@dataclass(frozen=True)
class Field:
    """One field of a register: its key, the head of its column, and what its cells may hold.

    `synonyms` are further heads that mean it. Those that any field of its kind goes by (手机号 for a phone) need not
    be named: they count wherever the register has only one field of that kind.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    synonyms: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()  # (value, label) of a choice; a value may have several labels
    unit: str = ""  # 户, 人: tolerated behind a number
    month: bool = False  # a date of which the month is enough: 2021.3 becomes the first of the month
    length: int = 0  # characters of a code that has always as many; 0 where they vary
    width: int = 14  # characters in a workbook
    note: str = ""  # a sentence for 填写说明
    example: str = ""

    @property
    def can_be_fixed(self) -> bool:
        """Whether one value may stand for all rows of a sheet that has no column for it: what is nobody's own."""
        return self.required and self.kind not in (Kind.NAME, Kind.ID_NUMBER, Kind.PHONE, Kind.CODE)

    @property
    def offered(self) -> list[str]:
        """What a choice is chosen from: each value by the first of its labels; the others are only understood."""
        first: dict[str, str] = {}
        for value, label in self.options:
            first.setdefault(value, label)
        return list(first.values())
