"""The registers of red property that take workbooks."""

from shuangluan.red_property.registers.vote_rosters import VOTE_ROSTERS

ALL = (VOTE_ROSTERS,)

__all__ = ["ALL", "VOTE_ROSTERS"]
