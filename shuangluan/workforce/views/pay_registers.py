"""缴费工资 and 补发明细 as pages and as workbooks (WF-91, WF-221)."""

from flask.typing import ResponseReturnValue

from shuangluan.kernel.permissions import requires
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import pay_registers as sources
from shuangluan.workforce.tables import pay_registers as tables
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.registers import Kind, Listing, register_page

BASIS = Kind(
    tables.BASES, sources.BASES, "basis",
    "每人一行，今年缴五险一金用的上年月平均工资（含奖励绩效）；可以导出填好再导入",
    export=Perm.PAY_EXPORT, line=tables.PayLine,
)  # fmt: skip
ARREAR = Kind(
    tables.ARREARS, sources.ARREARS, "arrears",
    "每笔补发、扣回和补缴一行：哪个月的差额、凭什么、列入哪个月",
    export=Perm.PAY_EXPORT, line=tables.PayLine,
)  # fmt: skip


@bp.get("/pay-bases")
@requires(Perm.PAY_READ)
def basis_list() -> ResponseReturnValue:
    """Who has a base for this year's contributions, and who not yet."""
    return register_page(BASIS)


@bp.post("/pay-bases/export")
@requires(Perm.PAY_EXPORT)
def basis_export() -> ResponseReturnValue:
    """The same as a workbook that can be filled in and brought back."""
    return Listing(BASIS).exported()


@bp.get("/arrears")
@requires(Perm.PAY_READ)
def arrears_list() -> ResponseReturnValue:
    """Every 补发, 扣回 and 补缴."""
    return register_page(ARREAR)


@bp.post("/arrears/export")
@requires(Perm.PAY_EXPORT)
def arrears_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(ARREAR).exported()
