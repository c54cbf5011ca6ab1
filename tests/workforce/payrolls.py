"""Pay months in the database: the district's own table and rates, months opened and locked."""

from datetime import date
from typing import Any

from shuangluan.kernel import effective
from shuangluan.workforce import services
from shuangluan.workforce.models import PayRun
from tests import build
from tests.kept import kept
from tests.workforce.people import day, deed, do
from tests.workforce.shipped import document


@kept
def publish(code: str, payload: dict[str, Any], start: str) -> None:
    """A version drafted by one and published by another."""

    def make() -> None:
        scheme = effective.draft_scheme(
            code, payload, effective_from=day(start), document_no="双人社〔2026〕2号", **deed("scheme_admin")
        )
        effective.publish_scheme(scheme, **deed("district_approver"))

    build.saved(make)


@kept
def own_table(start: str = "2026-01-01", *, more: int = 0) -> None:
    """The district's own pay table: that of the examples, each grade `more` yuan above it."""
    table = document("pay_hb60_placeholder", placeholder=False)
    table["amounts"] = {grade: f"{float(amount) + more:.2f}" for grade, amount in table["amounts"].items()}
    publish("workforce.pay", table, start)


@kept
def own_rates(start: str = "2026-01-01", *, floor: str = "4320.00") -> None:
    """The district's own rates."""
    rates = document("insurance_placeholder", placeholder=False)
    for kind in rates["kinds"]:
        kind["floor"] = floor
    publish("workforce.insurance", rates, start)


@kept
def own_documents() -> None:
    """Both, from 2026 on."""
    own_table()
    own_rates()


@kept
def a_run(month: str = "2026-01-01") -> PayRun:
    """A month, opened and computed."""
    run: PayRun = do(services.open_run, month=day(month), today=date(2026, 11, 20))
    return run


@kept
def locked(*months: str) -> PayRun:
    """Months opened, computed and locked one after the other; the last of them."""
    run = None
    for month in months:
        run = a_run(month)
        do(services.lock_run, run, by="district_approver")
    assert run is not None
    return run
