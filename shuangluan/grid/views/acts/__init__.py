"""Everything that can be done to an appeal beside registering it: declared once, served by one view (GR-11)."""

from shuangluan.grid.rules import Action
from shuangluan.grid.views import addresses
from shuangluan.grid.views.acts.act import Act
from shuangluan.grid.views.acts.asking import view_of
from shuangluan.grid.views.acts.intake import INTAKE
from shuangluan.grid.views.acts.legs import LEGS
from shuangluan.grid.views.acts.merging import MERGING
from shuangluan.grid.views.acts.pauses import PAUSES
from shuangluan.grid.views.acts.verification import VERIFICATION
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.in_row import answered_in_row

ACTS: dict[Action, Act] = {act.action: act for act in (*INTAKE, *LEGS, *PAUSES, *VERIFICATION, *MERGING)}

for _act in ACTS.values():
    bp.add_url_rule(
        f"/appeals/<int:appeal_id>/{addresses.SLUGS[_act.action]}",
        endpoint=addresses.endpoint(_act.action),
        view_func=answered_in_row(view_of(_act)),
        methods=["GET", "POST"],
    )
