"""The tables that are the kernel's, one module per noun (architecture: who owns which noun)."""

from shuangluan.kernel.models.accounts import (
    Account,
    AuthSession,
    PasswordHistory,
    RoleGrant,
    SessionEnd,
    SignInAttempt,
)
from shuangluan.kernel.models.areas import Area, AreaLevel, AreaUrban
from shuangluan.kernel.models.attachments import Attachment
from shuangluan.kernel.models.audit import AuditEntry
from shuangluan.kernel.models.calendar import CalendarDay, CalendarYear
from shuangluan.kernel.models.documents import DocumentState, IssuedDocument
from shuangluan.kernel.models.figures import ReportedFigure
from shuangluan.kernel.models.forms import Draft, FormToken, SavedView
from shuangluan.kernel.models.hiding import HiddenRange
from shuangluan.kernel.models.imports import ColumnMatch, ImportState, SheetImport, SheetRow, Verdict
from shuangluan.kernel.models.jobs import Job, JobState
from shuangluan.kernel.models.matters import Matter, MatterLink, MatterStage
from shuangluan.kernel.models.organisations import CompoundService, Organisation, OrganisationKind
from shuangluan.kernel.models.people import Person
from shuangluan.kernel.models.places import (
    Building,
    Compound,
    CompoundKind,
    CompoundKindPeriod,
    Entrance,
    Grid,
    GridKind,
)
from shuangluan.kernel.models.publicity import Objection, Publicity
from shuangluan.kernel.models.schemes import RuleScheme
from shuangluan.kernel.models.site import SiteMark
from shuangluan.kernel.models.teams import PartyUnit, PartyUnitKind, Team, TeamKind, TeamMember
from shuangluan.kernel.models.tokens import AccessToken

__all__ = [
    "AccessToken", "Account", "Area", "AreaLevel", "AreaUrban", "Attachment", "AuditEntry", "AuthSession", "Building",
    "CalendarDay", "CalendarYear", "ColumnMatch", "Compound", "CompoundKind", "CompoundKindPeriod",
    "CompoundService", "DocumentState", "Draft", "Entrance", "FormToken", "Grid", "GridKind", "HiddenRange",
    "ImportState", "IssuedDocument", "Job", "JobState", "Matter", "MatterLink", "MatterStage", "Objection",
    "Organisation", "OrganisationKind", "PartyUnit", "PartyUnitKind", "PasswordHistory", "Person",
    "Publicity", "ReportedFigure",
    "RoleGrant", "RuleScheme", "SavedView", "SessionEnd", "SheetImport", "SheetRow", "SignInAttempt", "SiteMark",
    "Team", "TeamKind", "TeamMember", "Verdict",
]  # fmt: skip
