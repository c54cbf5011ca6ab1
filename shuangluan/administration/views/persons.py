"""A person's own pages: who it is, what roles there are, the numbers in clear once, and the form to keep them right."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.administration import queries
from shuangluan.administration.forms import PersonForm
from shuangluan.administration.permissions import Perm
from shuangluan.administration.views.blueprint import bp
from shuangluan.auth import queries as auth_queries
from shuangluan.kernel import audit, clock, people, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving


@bp.get("/persons/<int:person_id>")
@requires(Perm.PERSON_READ)
def person_detail(person_id: int) -> ResponseReturnValue:
    """Numbers masked, account, and all roles ever given."""
    return _shown(_person(person_id), in_clear=False)


@bp.post("/persons/<int:person_id>/numbers")
@requires(Perm.PERSON_REVEAL)
def person_numbers(person_id: int) -> ResponseReturnValue:
    """The numbers of one person in clear, once, in the place where they were masked; each time is recorded (E11)."""
    person = _person(person_id)
    with audit.transaction():
        audit.noted("kernel.person.revealed", person, by=actor(), at=clock.now())
    return _shown(person, in_clear=True)


def _shown(person: Person, *, in_clear: bool) -> ResponseReturnValue:
    return page(
        "administration/person_detail.html",
        block="numbers",
        person=person,
        **_numbers(person, in_clear=in_clear),
        account=queries.account_of(person.id),
        held=auth_queries.roles_of(person.id, clock.today()),
    )


def _numbers(person: Person, *, in_clear: bool) -> dict[str, Any]:
    identity, phone = person.id_number or "", person.phone or ""
    return {
        "in_clear": in_clear,
        "id_number": identity if in_clear else pii.mask_id_number(identity),
        "phone": phone if in_clear else pii.mask_phone(phone),
    }


@bp.route("/persons/new", methods=["GET", "POST"])
@requires(Perm.PERSON_WRITE)
def person_new() -> ResponseReturnValue:
    """Register a person."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                person = people.add_person(**_typed(form), by=actor(), at=clock.now())
                saved.to = url_for(".person_detail", person_id=person.id)
            return done("人员登记好了", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return _form(form, None)


@bp.route("/persons/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Perm.PERSON_WRITE)
def person_edit(person_id: int) -> ResponseReturnValue:
    """Correct a person; a number that is left empty stays as it is."""
    person = _person(person_id)
    form = PersonForm(data={"name": person.name})
    if form.validate_on_submit():
        said = {key: value or None for key, value in _typed(form).items()}
        here = url_for(".person_detail", person_id=person_id)
        try:
            with saving(form, person) as saved:
                people.change_person(person, **said, by=actor(), at=clock.now())
                saved.to = here
            return done("改好了", to=here)
        except RuleBroken as broken:
            form.refuse(broken)
    return _form(form, person)


def _person(person_id: int) -> Person:
    return queries.person(person_id) or abort(404)


def _typed(form: PersonForm) -> dict[str, str]:
    return {key: str(form[key].data or "") for key in ("name", "id_number", "phone")}


def _form(form: PersonForm, person: Person | None) -> ResponseReturnValue:
    return page(
        "administration/person_form.html",
        block="form",
        status=422 if request.method == "POST" else 200,
        form=form.versioned(person) if person else form,
        person=person,
        **(_numbers(person, in_clear=False) if person else {}),
    )
