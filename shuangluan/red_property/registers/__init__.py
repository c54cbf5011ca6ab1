"""The registers of red property that take workbooks, in the order in which they are offered."""

from shuangluan.red_property.registers.companies import COMPANIES, CONTRACTS

ALL = (COMPANIES, CONTRACTS)

__all__ = ["ALL", "COMPANIES", "CONTRACTS"]
