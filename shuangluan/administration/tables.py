"""人员名单: numbers masked, unless somebody asked for them with a reason (E11)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel import pii
from shuangluan.kernel.tables import Column, Filter, Table

ACCOUNT_LABEL = {"open": "有账号", "closed": "账号已停用", "none": "没有账号"}
ACCOUNT_TONE = {"open": "done", "closed": "off", "none": ""}


@dataclass(frozen=True)
class Line:
    """A person in words; with `in_clear` the numbers stand as they are."""

    row: Any
    day: date
    in_clear: bool = False

    @property
    def id(self) -> int:
        """Of the person."""
        found: int = self.row.id
        return found

    @property
    def link(self) -> tuple[str, str]:
        """The name and its page."""
        return self.row.name, f"/administration/persons/{self.row.id}"

    @property
    def id_number(self) -> str:
        """130803********1234."""
        number = self.row.id_number or ""
        return number if self.in_clear else pii.mask_id_number(number)

    @property
    def phone(self) -> str:
        """138****0012."""
        number = self.row.phone or ""
        return number if self.in_clear else pii.mask_phone(number)

    @property
    def account(self) -> tuple[str, str]:
        """Whether the person may sign in, and the tone of that."""
        key = "none" if self.row.username is None else "open" if self.row.closed_at is None else "closed"
        return ACCOUNT_LABEL[key], ACCOUNT_TONE[key]


COLUMNS = (
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link),
    Column("id_number", "身份证号", width=22),
    Column("phone", "手机号", width=16),
    Column("account", "账号", kind="state", value=lambda x: x.account),
)
PERSONS = Table(
    "persons",
    "人员",
    COLUMNS,
    (Filter("q", "姓名"), Filter("account", "有无账号", "choice", tuple(ACCOUNT_LABEL.items()))),
    (),
    default_sort="name",
)
FULL = COLUMNS[:3]  # of the workbook with full numbers: what an import of persons takes, and no more
