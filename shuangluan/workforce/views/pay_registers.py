"""缴费工资 and 补发明细 as pages and as workbooks (WF-91, WF-221)."""

from shuangluan.kernel.listing import Listing, hang
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import pay_registers as sources
from shuangluan.workforce.tables import pay_registers as tables
from shuangluan.workforce.views.blueprint import SLICE

BASIS = Listing(
    SLICE, tables.BASES, sources.BASES, tables.PayLine, "basis",
    "每人一行，今年缴五险一金用的上年月平均工资（含奖励绩效）；可以导出填好再导入", export=Perm.PAY_EXPORT,
)  # fmt: skip
hang(BASIS, "/pay-bases", Perm.PAY_READ)
ARREAR = Listing(
    SLICE, tables.ARREARS, sources.ARREARS, tables.PayLine, "arrears",
    "每笔补发、扣回和补缴一行：哪个月的差额、凭什么、列入哪个月", export=Perm.PAY_EXPORT,
)  # fmt: skip
hang(ARREAR, "/arrears", Perm.PAY_READ)

