"""What an uploaded workbook must be before anything reads its cells (E01, E05, E06 and the limits of security 1)."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import parts

MOST_BYTES = 20 * 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_MACROS = (".xlsm", ".xltm", ".xlam")
OTHER_TABLES = (".xlsb", ".et", ".ett", ".ods", ".xlt", ".xltx", ".numbers")
_LOCKED_BOOK = re.compile(  # an old workbook whose second or third record says that the rest is encrypted
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00[\x04-\xff]\x00", re.DOTALL
)
SAVE_AS = "请用 WPS 或 Excel 打开，另存为 .xlsx 再上传"


class FileKind(StrEnum):
    """How a file is read; told by its content, which its extension must not contradict."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


@dataclass(frozen=True)
class Upload:
    """A file that passed: its bytes and what its sheets say beyond their values (of .xlsx only)."""

    name: str
    kind: FileKind
    body: bytes = field(repr=False)
    contents: parts.Contents = field(repr=False, default_factory=lambda: parts.Contents({}, False))


def checked(body: bytes, name: str) -> Upload:
    """The file as one that may be read. Raises RuleBroken with a sentence that says what to do."""
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    _check_ending(ending)
    if not body:
        raise RuleBroken("文件是空的，请重新选择文件")
    if len(body) > MOST_BYTES:
        raise RuleBroken(f"文件超过 {MOST_BYTES // 2**20} MB，请拆成几个文件分别上传")
    if ending == ".csv":
        _check_text(body)
        return Upload(name, FileKind.CSV, body)
    if body.startswith(b"PK"):
        return Upload(name, FileKind.XLSX, body, parts.contents(body))
    if body.startswith(OLE):
        _check_ole(body)
        return Upload(name, FileKind.XLS, body)
    raise RuleBroken(_not_a_workbook(body, ending))


def _check_ending(ending: str) -> None:
    if ending in WITH_MACROS:
        raise RuleBroken(f"不收带宏的文件（{ending}），请另存为不带宏的 .xlsx 再上传")
    if ending in OTHER_TABLES:
        raise RuleBroken(f"读不了 {ending} 文件，{SAVE_AS}")
    if ending not in (".xlsx", ".xls", ".csv"):
        raise RuleBroken("只收 .xlsx、.xls 和 .csv 文件，请另存为其中一种再上传")


def _check_ole(body: bytes) -> None:
    """The container of old workbooks holds locked new ones, macros, and documents as well."""
    if _streams(body, "EncryptedPackage") or _LOCKED_BOOK.search(body):
        raise RuleBroken(parts.LOCKED)
    if _streams(body, "_VBA_PROJECT_CUR"):
        raise RuleBroken(parts.MACROS)
    if not _streams(body, "Workbook", "Book"):
        raise RuleBroken(f"这不是 Excel 表格，{SAVE_AS}")


def _streams(body: bytes, *names: str) -> bool:
    return any(name.encode("utf-16-le") + b"\0\0" in body for name in names)


def _check_text(body: bytes) -> None:
    marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    if body.startswith((b"PK\x03\x04", OLE)):
        raise RuleBroken("文件名是 .csv，内容却是 Excel 表格；请把文件名的结尾改成 .xlsx 或 .xls 再上传")
    if b"\0" in body and not marked:
        raise RuleBroken(f"这不是文本文件，{SAVE_AS}")
    if _is_page(body):
        raise RuleBroken(f"这个 .csv 文件的内容是网页，{SAVE_AS}")


def _is_page(body: bytes) -> bool:
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<head"))


def _not_a_workbook(body: bytes, ending: str) -> str:
    if _is_page(body):
        return f"这个 {ending} 文件的内容是网页，不是表格；{SAVE_AS}"
    if b"\0" not in body[:4096]:
        return f"这个 {ending} 文件的内容是文本；请用 WPS 或 Excel 打开，另存为 .xlsx，或把文件名的结尾改成 .csv 再上传"
    return parts.DAMAGED
