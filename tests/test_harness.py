"""The harness itself: what every other test rests on."""

import pytest
from sqlalchemy.exc import DBAPIError

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import SiteMark
from tests import build


def test_the_database_refuses_to_write_outside_a_transaction(app):
    db.session.add(SiteMark(key="x", value="y", set_at=clock.now()))
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()


def test_an_appeal_can_be_led_from_its_registration_to_its_end(app):
    appeal = build.a_closed_appeal()
    assert appeal.state == "closed"
    assert appeal.no == "SL-20261120-001"


def test_a_signed_in_worker_reaches_the_site(site):
    assert site.get("/healthz").status_code == 200
    assert site.get("/").status_code == 302
    site.sign_in("community_admin")
    assert site.get("/").status_code == 200
