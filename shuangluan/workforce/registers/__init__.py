"""The registers of this slice that take workbooks (WF-117)."""

from shuangluan.workforce.registers.delegates import DELEGATES
from shuangluan.workforce.registers.workers import WORKERS

ALL = (WORKERS, DELEGATES)

__all__ = ["ALL", "DELEGATES", "WORKERS"]
