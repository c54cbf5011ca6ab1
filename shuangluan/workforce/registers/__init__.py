"""The registers of 社区工作者 that take workbooks (WF-117): the roster, and last year's average pay (WF-91)."""

from shuangluan.workforce.registers.pay_bases import PAY_BASES
from shuangluan.workforce.registers.workers import WORKERS, fields

__all__ = ["ALL", "PAY_BASES", "WORKERS", "fields"]

ALL = (WORKERS, PAY_BASES)
