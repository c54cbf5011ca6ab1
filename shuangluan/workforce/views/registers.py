"""The registers beside the roster: contracts, certificates, hours of training; each as a page and as a workbook."""

from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.tables import Options
from shuangluan.workforce import tables
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.certificate_register import CERTIFICATES
from shuangluan.workforce.queries.contract_register import CONTRACTS
from shuangluan.workforce.queries.hours_register import HOURS
from shuangluan.workforce.views.blueprint import SLICE

FIRST_YEAR = 2017

CONTRACT = Listing(
    SLICE, tables.CONTRACTS, CONTRACTS, tables.FactLine, "contract",
    "每份合同一行。到期前 60 日提醒续签；连续两次固定期限以后签无固定期限（劳动合同法第十四条）",
)  # fmt: skip
hang(CONTRACT, "/contracts", Perm.WORKER_READ)
CERTIFICATE = Listing(
    SLICE, tables.CERTIFICATES, CERTIFICATES, tables.FactLine, "certificate",
    "每本证书一行。登记每三年一次，到期前三个月内续登；过期或没有登记的不发津贴",
)  # fmt: skip
hang(CERTIFICATE, "/certificates", Perm.WORKER_READ)
HOUR = Listing(
    SLICE, tables.HOURS, HOURS, tables.FactLine, "hours", "每人一行。只算签到的场次，今年一月一日到今天",
)  # fmt: skip
hang(HOUR, "/training-hours", Perm.WORKER_READ)


def year_options(last: int) -> Options:
    """The years that a list can be narrowed to, from `last` back to the first year of the district's appraisals."""
    return [(str(year), f"{year} 年") for year in range(last, FIRST_YEAR - 1, -1)]

