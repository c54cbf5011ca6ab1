"""小区台账 and 楼栋台账: who sees which, the list and its workbook, what is corrected, what cannot be taken away."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.queries import compound_register as stored
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.models import AuditEntry, Building, Compound, CompoundKind
from tests import build


def add(name: str, community: str = build.A) -> Compound:
    """A further compound."""
    with audit.transaction():
        return places.add_compound(
            community=community, name=name, kind=CompoundKind.OLD, households=100, has_property=False,
            by=build.TOWN, at=clock.now(), valid_from=clock.today(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("community_admin", ["御景园"]), ("community_admin_2", ["锦绣苑"]), ("street_staff", ["御景园"]),
        ("district_org", ["锦绣苑", "御景园"]), ("property_liaison", ["御景园"]), ("grid_worker_2", ["锦绣苑"]),
    ],
)  # fmt: skip
def test_everybody_sees_those_of_his_areas_or_of_his_company(site, role: str, names: list[str]):
    site.sign_in(role)
    assert site.get("/grid/compounds").words("tbody th") == names
    other = "锦绣苑" if names == ["御景园"] else "御景园"
    if len(names) == 1:
        assert site.get(f"/grid/compounds/{build.compound(other).id}").status_code == 404
        assert other not in site.get("/grid/buildings").text


def test_filters_and_the_chosen_area_narrow_the_list(site):
    add("滦河花园")
    site.sign_in("district_org")
    assert site.get("/grid/compounds?kind=old").words("tbody th") == ["滦河花园"]
    assert site.get("/grid/compounds?has_property=no").words("tbody th") == ["滦河花园"]
    assert site.get("/grid/compounds?q=lhhy").words("tbody th") == ["滦河花园"]
    assert site.get(f"/grid/compounds?area={build.B}").words("tbody th") == ["锦绣苑"]
    assert site.get("/grid/compounds?q=没有的").soup.select("tbody") == []


def test_the_lists_cost_the_same_for_one_and_for_many(site, counting):
    site.sign_in("district_org")
    for address in ("/grid/compounds", "/grid/buildings"):
        site.get(address)
        with counting() as few:
            site.get(address)
        for number in range(5):
            add(f"{address[-5:]}{number}")
        with counting() as many:
            site.get(address)
        assert len(many) == len(few) <= 5


def test_the_workbook_is_the_list_and_is_recorded(site):
    add("滦河花园")
    site.sign_in("community_admin")
    answer = site.submit(site.get("/grid/compounds?kind=old"), "#export")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "小区")
    assert rows[head + 1][:5] == ("滦河花园", "万和城社区", "老旧", 100, "无")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.changes["rows"]) == ("grid.compounds.exported", 1)


def test_a_compound_is_registered_in_ones_own_community_only(site):
    site.sign_in("community_admin")
    form = site.get("/grid/compounds/new")
    assert [option["value"] for option in form.soup.select("#community option")] == [build.A]
    values = {"name": "滦河花园", "community": build.A, "kind": "new", "households": "320", "address": "滦河路 1 号"}
    answer = site.submit(form, "#form", **values)
    assert answer.status_code == 303
    page = site.get(answer.location)
    assert "滦河花园" in page.text
    assert "登记了小区" in page.text
    refused = site.submit(site.get("/grid/compounds/new"), "#form", **(values | {"name": "御景园"}))
    assert refused.status_code == 422
    assert "已经有“御景园”了" in refused.text
    elsewhere = site.submit(site.get("/grid/compounds/new"), "#form", **(values | {"community": build.B}))
    assert elsewhere.status_code == 422


def test_a_changed_kind_wants_a_reason_and_counts_from_today(site):
    site.sign_in("community_admin")
    here = f"/grid/compounds/{build.compound('御景园').id}"
    form = site.get(f"{here}/edit")
    refused = site.submit(form, "#form", kind="old")
    assert refused.status_code == 422
    assert "类型变了，请写明原因" in refused.text
    answer = site.submit(site.get(f"{here}/edit"), "#form", kind="old", kind_reason="列入改造计划", households="410")
    assert answer.status_code == 303
    kinds = stored.kinds_of(build.compound("御景园").id)
    assert [(one.kind, one.valid_from) for one in kinds] == [
        (CompoundKind.OLD, clock.today()), (CompoundKind.STANDARD, build.FIRST),
    ]  # fmt: skip
    assert build.compound("御景园").households == 410


def test_a_stale_correction_overwrites_nothing(site):
    site.sign_in("community_admin")
    compound = build.compound("御景园")
    form = site.get(f"/grid/compounds/{compound.id}/edit")
    with audit.transaction():
        places.change_compound(
            compound, name="御景园", households=401, has_property=True, address="", by=build.TOWN, at=clock.now()
        )
    assert site.submit(form, "#form", households="500").status_code == 409
    assert build.compound("御景园").households == 401


def test_buildings_are_added_corrected_and_removed_only_while_unused(site):
    site.sign_in("community_staff")
    here = f"/grid/compounds/{build.compound('御景园').id}"
    answer = site.submit(site.get(here), "#building-form", number="12号楼", entrances="3")
    assert answer.status_code == 303
    made = db.session.scalars(select(Building).where(Building.number == "12号楼")).one()
    edit = site.get(f"/grid/buildings/{made.id}/edit")
    assert site.submit(edit, "#form", entrances="1").status_code == 303
    db.session.expire_all()
    assert len(places.entrances_of(made)) == 1
    assert site.submit(site.get(here), "#building-form", number="12号楼", entrances="1").status_code == 422
    used = build.building("御景园", "1号楼")
    refused = site.submit(site.get(f"/grid/buildings/{used.id}/removal"), "#dialog-body")
    assert refused.status_code == 422
    assert "“御景园1号楼”不能删除，还有记录连着它：网格划分 1 条" in refused.text
    assert site.submit(site.get(f"/grid/buildings/{made.id}/removal"), "#dialog-body").status_code == 303
    assert db.session.scalars(select(Building).where(Building.number == "12号楼")).all() == []


def test_a_compound_goes_only_while_nothing_points_at_it(site):
    lone = add("误登记")
    site.sign_in("community_admin")
    assert site.submit(site.get(f"/grid/compounds/{lone.id}/removal"), "#dialog-body").status_code == 303
    asking = f"/grid/compounds/{build.compound('御景园').id}/removal"
    for htmx in (True, False):
        refused = site.submit(site.get(asking, htmx=htmx), "#dialog-body", htmx=htmx)
        assert (refused.status_code, refused.is_page) == (422, not htmx)
        assert "楼栋 4 条、物业服务 1 条、任职 1 条" in refused.words("#dialog-body .esum")[0]
    assert [row.name for row in db.session.scalars(select(Compound).order_by(Compound.name))] == ["御景园", "锦绣苑"]


def test_a_compound_tells_what_was_done_to_it_and_to_its_buildings(site):
    """GR-5: the trail is append-only, and read where the record is."""
    site.sign_in("community_admin")
    here = f"/grid/compounds/{build.compound('御景园').id}"
    site.submit(site.get(f"{here}/edit"), "#form", kind="old", kind_reason="列入改造计划", address="翠桥路 1 号")
    site.submit(site.get(here), "#building-form", number="12号楼", entrances="3")
    made = db.session.scalars(select(Building).where(Building.number == "12号楼")).one()
    site.submit(site.get(f"/grid/buildings/{made.id}/edit"), "#form", number="13号楼", entrances="1")
    site.submit(site.get(f"/grid/buildings/{made.id}/removal"), "#dialog-body")
    site.submit(site.get(here), "#building-form", number="14号楼", entrances="1")
    page = site.get(here)
    assert page.words(".tl h3")[:5] == [
        "登记了楼栋 14号楼", "删去了误登记的楼栋 13号楼", "改了小区的类型", "修改了小区", "登记了楼栋 4号楼",
    ]  # fmt: skip
    kind = ["类型： 标准 老旧", "起算： 2026-11-20", "原因： 列入改造计划"]
    assert page.words(".tl li:nth-child(3) .changes li") == kind
    assert page.words(".tl li:nth-child(4) .changes li") == ["地址： 翠桥路 1 号"]
    assert page.words(".tl li:nth-child(1) .sys") == ["演示社区书记 · 社区书记"]


def test_a_form_filled_in_before_the_kind_changed_overwrites_nothing(site):
    """D17."""
    site.sign_in("community_admin")
    compound = build.compound("御景园")
    form = site.get(f"/grid/compounds/{compound.id}/edit")
    with audit.transaction():
        places.change_compound_kind(
            compound, CompoundKind.NEW, valid_from=clock.today(), reason="认定", by=build.TOWN, at=clock.now()
        )
    assert site.submit(form, "#form", kind="old", kind_reason="另有认定").status_code == 409
    assert stored.kinds_of(compound.id)[0].kind is CompoundKind.NEW


def test_what_lies_outside_ones_communities_does_not_exist_for_writing(site):
    site.sign_in("community_admin")
    compound, building = build.compound("锦绣苑"), build.building("锦绣苑", "1号楼")
    own = (f"compounds/{compound.id}", f"buildings/{building.id}")
    for address in (f"{one}/{deed}" for one in own for deed in ("edit", "removal")):
        assert site.get(f"/grid/{address}").status_code == 404
        assert site.post(f"/grid/{address}").status_code == 404


@pytest.mark.parametrize(("address", "key"), [("/grid/compounds", "compounds"), ("/grid/buildings", "buildings")])
def test_conditions_are_kept_as_a_view(site, address: str, key: str):
    site.sign_in("community_admin")
    answer = site.submit(site.get(f"{address}?q=yjy"), f"form:has([value={key}])", name="御景园的")
    assert answer.status_code == 303
    assert site.get(answer.location).words("#views [aria-current]") == ["御景园的"]


@pytest.mark.parametrize("role", ["grid_worker", "property_liaison", "auditor", "street_leader"])
def test_those_who_only_read_are_offered_and_allowed_nothing_else(site, role: str):
    site.sign_in(role)
    compound = build.compound("御景园")
    page = site.get(f"/grid/compounds/{compound.id}")
    assert page.status_code == 200
    assert page.soup.select("form[method=post][action*='/grid/']") == []
    assert site.get(f"/grid/compounds/{compound.id}/removal").status_code == 403
    for address in (f"/grid/compounds/{compound.id}/removal", f"/grid/compounds/{compound.id}/buildings"):
        assert site.post(address).status_code == 403
    assert site.get(f"/grid/compounds/{compound.id}/edit").status_code == 403
    assert site.get("/grid/compounds/new").status_code == 403
