"""The registers of red property that take workbooks, in the order in which they are offered."""

from shuangluan.red_property.registers.companies import COMPANIES, CONTRACTS
from shuangluan.red_property.registers.funds import FUND_ENTRIES, FUNDS
from shuangluan.red_property.registers.terms import COMMITTEES, FEES
from shuangluan.red_property.registers.vote_rosters import VOTE_ROSTERS

ALL = (COMPANIES, CONTRACTS, COMMITTEES, FEES, FUNDS, FUND_ENTRIES, VOTE_ROSTERS)

__all__ = ["ALL", "COMMITTEES", "COMPANIES", "CONTRACTS", "FEES", "FUNDS", "FUND_ENTRIES", "VOTE_ROSTERS"]
