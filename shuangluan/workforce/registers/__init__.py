"""The registers of 社区工作者 that take workbooks (WF-117), in the order in which they are offered."""

from shuangluan.workforce.registers.attendance import ATTENDANCE
from shuangluan.workforce.registers.contracts import CONTRACTS
from shuangluan.workforce.registers.delegates import DELEGATES
from shuangluan.workforce.registers.marks import MARKS
from shuangluan.workforce.registers.pay_bases import PAY_BASES
from shuangluan.workforce.registers.qualification import QUALIFICATION
from shuangluan.workforce.registers.workers import WORKERS, fields

ALL = (WORKERS, CONTRACTS, PAY_BASES, DELEGATES, ATTENDANCE, QUALIFICATION, MARKS)

__all__ = ["ALL", "ATTENDANCE", "CONTRACTS", "DELEGATES", "MARKS", "PAY_BASES", "QUALIFICATION", "WORKERS", "fields"]
