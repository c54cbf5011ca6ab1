"""The registers of the workers that take workbooks, in the order in which they are offered."""

from shuangluan.workforce.registers.delegates import DELEGATES
from shuangluan.workforce.registers.workers import WORKERS, fields

ALL = (WORKERS, DELEGATES)

__all__ = ["ALL", "DELEGATES", "WORKERS", "fields"]
