"""双向进入 by community: who serves there, who holds which post on the other side, what is missing (RP-71)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, CompoundService, Organisation, Person
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import norm
from shuangluan.kernel.sources import Reckoned
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.queries.cross_posts import is_visible_post
from shuangluan.red_property.queries.sources import own_compounds
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.two_way import Sides, gaps

STREET_DIGITS = 9
Held = tuple[str, str]  # person, company


@dataclass(frozen=True)
class CommunityRow:
    """One community with the posts of both directions."""

    code: str
    companies: tuple[str, ...]
    posts: dict[CrossPostKind, tuple[Held, ...]]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, in words."""
        supervised = {company for _, company in self.of(CrossPostKind.QUALITY_SUPERVISOR)}
        numbers = (CrossPostKind.COMMITTEE_PART_TIME, CrossPostKind.COMMUNITY_PARTY, CrossPostKind.STREET_PARTY)
        return gaps(Sides(self.companies, supervised, *(len(self.of(kind)) for kind in numbers)))

    def of(self, kind: CrossPostKind) -> tuple[Held, ...]:
        """(person, company) of one kind of post; of the street's, those whose company serves here."""
        return self.posts.get(kind, ())

    @property
    def street(self) -> str:
        """The name of its street or town."""
        return areas().name(self.code[:STREET_DIGITS])

    @property
    def words(self) -> str:
        """What is searched: places, companies, people, gaps."""
        people = (word for held in self.posts.values() for pair in held for word in pair)
        return norm("".join((areas().name(self.code), self.street, *self.companies, *people, *self.gaps)))


def two_way(viewer: Viewer, day: date) -> Reckoned:
    """Communities in which companies serve the viewer's compounds, by how much is missing; two statements."""
    serving, posts = _serving(viewer, day), _posts(viewer, day)
    rows = [CommunityRow(code, tuple(names), _of_community(code, names, posts)) for code, names in serving.items()]
    return Reckoned(
        rows=sorted(rows, key=lambda row: (-len(row.gaps), row.code), reverse=True),
        views={"all": lambda _: True, "gaps": lambda row: bool(row.gaps)},
        filters={"q": lambda text, row: norm(text) in row.words},
        orders={},
        place=lambda row: str(row.code),
    )


def _serving(viewer: Viewer, day: date) -> dict[str, list[str]]:
    statement = (
        select(Compound.community, Organisation.name)
        .join(CompoundService, CompoundService.compound_id == Compound.id)
        .join(Organisation, Organisation.id == CompoundService.organisation_id)
        .where(own_compounds(viewer, day), in_force(CompoundService.valid_from, CompoundService.valid_to, day))
        .distinct()
        .order_by(Compound.community, Organisation.name)
    )  # fmt: skip
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in db.session.execute(statement):
        found[code].append(name)
    return found


def _posts(viewer: Viewer, day: date) -> Sequence[Any]:
    return db.session.execute(
        select(CrossPost.kind, CrossPost.host, Person.name, Organisation.name.label("company"))
        .join(Person, Person.id == CrossPost.person_id)
        .join(Organisation, Organisation.id == CrossPost.organisation_id)
        .where(is_visible_post(viewer), in_force(CrossPost.valid_from, CrossPost.valid_to, day))
        .order_by(Person.pinyin, CrossPost.id)
    ).all()


def _of_community(code: str, names: Sequence[str], posts: Sequence[Any]) -> dict[CrossPostKind, tuple[Held, ...]]:
    found: defaultdict[CrossPostKind, list[Held]] = defaultdict(list)
    for kind, host, person, company in posts:
        of_street = kind is CrossPostKind.STREET_PARTY and host == code[:STREET_DIGITS] and company in names
        if host == code or of_street:
            found[kind].append((person, company))
    return {kind: tuple(held) for kind, held in found.items()}
