"""Assemble the site: settings, extensions, grants, kinds, ports, blueprints, and the check that nothing is open."""

import hashlib
import json
import logging
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, g
from flask_login import current_user
from sqlalchemy import event, text
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, ValidationError

from shuangluan import navigation
from shuangluan.administration import permissions as administration_permissions
from shuangluan.administration import registers as administration_registers
from shuangluan.administration import views as administration_views
from shuangluan.auth import permissions as auth_permissions
from shuangluan.auth import rules as auth_rules
from shuangluan.auth import views as auth_views
from shuangluan.config import Config
from shuangluan.extensions import csrf, db, login_manager, migrate
from shuangluan.grid import permissions as grid_permissions
from shuangluan.grid import queries as grid_queries
from shuangluan.grid import registers as grid_registers
from shuangluan.grid import rules as grid_rules
from shuangluan.grid import tables as grid_tables
from shuangluan.grid import views as grid_views
from shuangluan.grid.queries import agenda as grid_agenda
from shuangluan.grid.queries import evidence as grid_evidence
from shuangluan.grid.queries import figures as grid_figures
from shuangluan.grid.queries import hits as grid_hits
from shuangluan.grid.queries import rates as grid_rates
from shuangluan.imports import permissions as imports_permissions
from shuangluan.imports import services as imports_services
from shuangluan.imports import views as imports_views
from shuangluan.kernel import (
    audit,
    clock,
    documents,
    gate,
    jobs,
    matters,
    permissions,
    ports,
    refusals,
    removal,
    saved_views,
    templating,
    vault,
)
from shuangluan.kernel import sentences as kernel_sentences
from shuangluan.kernel.forms import MAX_ID
from shuangluan.kernel.permissions import OPEN_TO_ALL, requires
from shuangluan.kernel.sheets import registers
from shuangluan.overview import document_views, job_views
from shuangluan.overview import permissions as overview_permissions
from shuangluan.overview import views as overview_views
from shuangluan.red_property import permissions as red_property_permissions
from shuangluan.red_property import registers as red_property_registers
from shuangluan.red_property import rules as red_property_rules
from shuangluan.red_property import views as red_property_views
from shuangluan.red_property.queries import emergency_register as red_property_emergencies
from shuangluan.red_property.queries import evaluations as red_property_evaluations
from shuangluan.red_property.queries import figures as red_property_figures
from shuangluan.red_property.queries import hits as red_property_hits
from shuangluan.red_property.queries import observations as red_property_seen
from shuangluan.red_property.queries import records as red_property_records
from shuangluan.red_property.queries import register_hits as red_property_register_hits
from shuangluan.red_property.queries import street as red_property_street
from shuangluan.red_property.queries import todo as red_property_todo
from shuangluan.red_property.queries import upgrade_register as red_property_plans
from shuangluan.red_property.queries import visibility as red_property_visibility
from shuangluan.red_property.queries import visits as red_property_visit_todo
from shuangluan.red_property.queries import vote_hits as red_property_vote_hits
from shuangluan.red_property.queries import vote_todo as red_property_vote_todo
from shuangluan.red_property.queries import votes as red_property_votes
from shuangluan.red_property.tables import lists as red_property_lists
from shuangluan.threads import permissions as threads_permissions
from shuangluan.threads import views as threads_views
from shuangluan.workforce import permissions as workforce_permissions
from shuangluan.workforce import registers as workforce_registers
from shuangluan.workforce import views as workforce_views
from shuangluan.workforce.queries import figures as workforce_figures
from shuangluan.workforce.queries import hits as workforce_hits
from shuangluan.workforce.queries import statements as workforce_statements
from shuangluan.workforce.queries import todo as workforce_todo
from shuangluan.workforce.rules import sentences as workforce_sentences
from shuangluan.workforce.tables import lists as workforce_lists
from shuangluan.workforce.views import public as survey_views

ROOT = Path(__file__).resolve().parent.parent
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


PERMISSIONS = (
    auth_permissions, overview_permissions, imports_permissions, administration_permissions, grid_permissions,
    red_property_permissions, workforce_permissions, threads_permissions,
)  # fmt: skip
TODO = (  # what awaits somebody
    grid_queries, red_property_todo, red_property_vote_todo, red_property_visit_todo, workforce_todo,
)  # fmt: skip
SENTENCES = (kernel_sentences, auth_rules, grid_rules, red_property_rules, workforce_sentences)
LISTS = (  # whose filters can be kept as views
    (grid_tables.APPEALS, "grid.appeal_list", grid_permissions.Perm.APPEAL_READ),
    (grid_tables.COMPOUNDS, "grid.compound_list", grid_permissions.Perm.COMPOUND_READ),
    (grid_tables.BUILDINGS, "grid.building_list", grid_permissions.Perm.COMPOUND_READ),
    *red_property_lists.LISTS,
    *workforce_lists.LISTS,
)
MATTERS = (  # the records that others may link to
    matters.Kind("appeal", "诉求", "grid.appeal_detail", grid_queries.readable_ids),
    matters.Kind("meeting", "联席会", "red_property.meeting_detail", red_property_visibility.readable_ids),
    matters.Kind("meeting_item", "议题", "red_property.item_detail", red_property_records.item_ids),
    matters.Kind("observation", "质量观察", "red_property.observation_detail", red_property_seen.readable_ids),
    matters.Kind("street_entry", "提请街道", "red_property.street_entry_detail", red_property_street.entry_ids),
    matters.Kind("vote", "业主表决", "red_property.vote_detail", red_property_votes.readable_ids),
    matters.Kind(
        "evaluation", "红色物业评分", "red_property.evaluation_detail", red_property_evaluations.readable_ids
    ),
    matters.Kind("plan", "提升计划", "red_property.plan_detail", red_property_plans.readable_ids),
    matters.Kind(
        "emergency", "应急维修", "red_property.emergency_detail", red_property_emergencies.readable_ids
    ),
)
HAND_OVERS = (  # the buttons of the thread panel
    matters.NextStep(
        "appeal", "discussed_as", "列入联席会议题", "threads.appeal_to_meeting",
        threads_permissions.Perm.APPEAL_TO_MEETING,
    ),
)  # fmt: skip
DOCUMENTS = (  # what is handed out with a check code
    documents.Kind(
        red_property_rules.MINUTES, "联席会纪要", "red_property.meeting_detail", "meeting_id",
        red_property_visibility.readable_ids,
    ),
    documents.Kind(
        red_property_rules.RESULT_SHEET, "表决结果表", "red_property.vote_detail", "vote_id",
        red_property_votes.readable_ids,
    ),
    documents.Kind(
        workforce_statements.STATEMENT, "等级说明书", "workforce.worker_detail", "worker_id",
        workforce_statements.readable_ids,
    ),
)  # fmt: skip
SEARCH = (
    grid_hits.hits, red_property_register_hits.hits, red_property_hits.hits, red_property_vote_hits.hits,
    workforce_hits.hits,
)  # fmt: skip
PAGES = (
    auth_views, overview_views, job_views, document_views, imports_views, administration_views,
    grid_views, red_property_views, workforce_views, survey_views, threads_views,
)  # fmt: skip


class IdConverter(BaseConverter):
    """Ids in addresses: ASCII digits that both databases can hold; anything else is a 404."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number; one that no id column holds is no address."""
        number = int(value)
        if number > MAX_ID:
            raise ValidationError
        return number


def create_app(config: Config | None = None, overrides: Mapping[str, Any] | None = None) -> Flask:
    """The site. Raises ConfigError for unusable keys, RuntimeError for a route without a permission."""
    config = config or Config.from_environment()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.jinja_environment = templating.Environment
    app.jinja_options = {"undefined": templating.Blank}
    _configure(app, config)
    app.config.update(overrides or {})
    app.url_map.converters["int"] = IdConverter
    vault.configure(config.field_key)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    app.before_request(gate.limit_text)  # before anybody reads the form
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None  # sessions are rows with their own limits
    login_manager.user_loader(gate.load_viewer)
    refusals.install(app)
    app.before_request(gate.guard)
    app.after_request(gate.touch_session)
    app.after_request(_protect)
    app.context_processor(_context)
    app.jinja_env.globals["asset"] = asset  # a macro imported from a component sees globals only
    _join(app)
    if config.count_sql:
        _count_statements(app)
    permissions.check_declared(app)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.from_mapping(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # errors go to the log, personal data must not (A15)
            "json_serializer": partial(json.dumps, ensure_ascii=False),  # a Chinese character in three bytes, not six
        },
        DATA_DIR=config.data_dir,
        WTF_CSRF_TIME_LIMIT=None,  # the token stays bound to the session; an hour would break a lunch
        WTF_I18N_ENABLED=False,
        MAX_CONTENT_LENGTH=64 * 2**20,  # three photos of 20 MB with their form
        MAX_FORM_MEMORY_SIZE=5 * 2**20,
        MAX_FORM_PARTS=20_000,
        SESSION_COOKIE_NAME="__Host-session" if config.https else "session",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        TRUSTED_HOSTS=list(config.allowed_hosts) or None,
    )
    if config.https:  # one proxy in front ends TLS; its headers count only then
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # documented use
    if not logging.getLogger().handlers:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


def _join(app: Flask) -> None:
    """Let each package be known: permissions, sentences, kinds, registers, ports, blueprint."""
    for declared in PERMISSIONS:
        permissions.declare(declared.GRANTS)
    for told in SENTENCES:
        audit.SENTENCES.update(told.SENTENCES)
    for nouns in (kernel_sentences.NOUNS, grid_rules.NOUNS, red_property_rules.NOUNS, workforce_sentences.NOUNS):
        removal.NOUNS.update(nouns)
    for kind in MATTERS:
        matters.register(kind)
    matters.STEPS[:] = HAND_OVERS
    for document in DOCUMENTS:
        documents.register(document)
    # assigned whole: a second site in one process binds nothing twice
    ports.figures[:] = [grid_figures.figures, red_property_figures.figures, workforce_figures.figures]
    ports.todo[:] = [module.todo for module in TODO]
    ports.search[:] = SEARCH
    ports.steps.update({key: step for module in TODO for key, step in module.STEPS.items()})
    _answer_ports()
    for table, endpoint, permission in LISTS:
        saved_views.register(saved_views.Listing(table, endpoint, permission))
    for register in (
        *grid_registers.ALL, administration_registers.PERSONS, *red_property_registers.ALL, *workforce_registers.ALL
    ):  # fmt: skip
        registers.register(register)
    for job in (*imports_services.KINDS, *grid_views.JOBS):
        jobs.register(job)
    jobs.CHORES[:] = imports_services.CHORES
    for blueprint in (*(views.bp for views in PAGES), _health()):
        app.register_blueprint(blueprint)


def _answer_ports() -> None:
    """Bind the questions that one slice answers for the others (D21)."""
    ports.answer_agenda(grid_agenda.agenda)
    ports.evidence[:] = [grid_evidence.acts]
    ports.answer_served(grid_evidence.served)
    ports.answer_appeal_rates(ports.AppealRatesAnswer(grid_rates.rates, grid_rates.addresses))


def _health() -> Blueprint:
    bp = Blueprint("health", __name__)

    @bp.get("/healthz")
    @requires(OPEN_TO_ALL)
    def healthz() -> Response:
        db.session.execute(text("SELECT 1"))
        return Response("ok\n", mimetype="text/plain")

    return bp


def _protect(response: Response) -> Response:
    """The headers of every answer (C03, C05, C06)."""
    headers = response.headers
    headers["Content-Security-Policy"] = CSP
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    if "Cache-Control" not in headers or response.mimetype == "text/html":
        headers["Cache-Control"] = "no-store"
    headers.pop("Server", None)
    return response


def _context() -> dict[str, Any]:
    who = current_user if current_user.is_authenticated else None
    return {
        "viewer": who,
        "can": (lambda permission: bool(who and who.can(permission))),
        "nav": navigation.menu(who) if who else [],
        "scope": navigation.scope_of(who) if who else None,
        "scope_carries": navigation.carried,
        "today": clock.today(),
        "local": clock.local,
        "roles": permissions.ROLES,
    }


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a static file with a hash of its content, so that it can live long."""
    path = ROOT / "static" / name
    if not path.is_file():
        abort(404)
    return f"/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:10]}"


def _count_statements(app: Flask) -> None:
    """X-SQL-Queries on each answer, for the speed measurements (performance 8.14)."""

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if g and not statement.startswith(("BEGIN", "SET TRANSACTION")):
            g.statements = g.get("statements", 0) + 1

    def tell(response: Response) -> Response:
        response.headers["X-SQL-Queries"] = str(g.get("statements", 0))
        return response

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
    app.after_request(tell)
