"""Finding the one person whom a form or a sheet names (D19)."""

from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, people, pii, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person


def person_called(name: str, phone: str = "", *, by: audit.Actor, at: datetime) -> Person:
    """The person of that name, by the phone where it is given; somebody new where there is none.

    Raises RuleBroken where several go by the name and no phone tells which, and for what is no phone number.
    """
    name = pii.normal_name(name)
    held = select(Person).where(Person.name == name).order_by(Person.id)
    if phone:
        held = held.where(Person.phone_digest == vault.digest(pii.check_phone(phone, "phone")))
    found = db.session.scalars(held.limit(2)).all()
    if len(found) > 1:
        raise RuleBroken(f"有几位同名的{name}，请填他登记的手机号", "phone")
    return found[0] if found else people.add_person(name, phone=phone, by=by, at=at)
