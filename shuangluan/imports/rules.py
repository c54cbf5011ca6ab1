"""How long what was uploaded is kept (F06): as the scheme in force says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shuangluan.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Retention:
    """规则方案 kernel.retention."""

    import_file_days: int

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "Retention":
        """Raises RuleBroken for what is no number of days."""
        days = payload.get("import_file_days")
        if not isinstance(days, int) or isinstance(days, bool) or days < 1:
            raise RuleBroken("导入文件的保留天数要是 1 以上的整数，请改正规则“kernel.retention”")
        return cls(days)

    def last_due(self, today: date) -> date:
        """What was uploaded on this day or before has been kept long enough."""
        return today - timedelta(days=self.import_file_days)
