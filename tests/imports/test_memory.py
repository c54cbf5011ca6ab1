"""A large import passes through in bounded memory, from the file to the register (performance 11)."""

import json
import subprocess
import sys
from pathlib import Path

from tests.imports.conftest import csv_rows

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2_000
PROOF = """
import json, resource, sys
from pathlib import Path
from tests.conftest import NOW, a_site
from tests.imports.conftest import Carrier
from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.kernel import clock

def most(which):
    status = Path("/proc/self/status").read_text()
    return int(status.partition(which + ":")[2].split()[0]) >> 10

folder, database, room = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
app = a_site(folder, f"sqlite:///{database}")
bodies = [(folder / name).read_bytes() for name in ("few.csv", "many.csv")]
with app.app_context(), clock.frozen(NOW):
    carrier = Carrier(folder, "community_admin")
    said = []
    for body in bodies:
        one = carrier.brings("appeals", body, "热线.csv")
        carrier.deed(services.confirm, one)
        said.append((carrier.seen(one.id).state.value, most("VmHWM")))
        resource.setrlimit(resource.RLIMIT_AS, (most("VmSize") + room << 20, resource.RLIM_INFINITY))
    print(json.dumps(said))
"""


def test_memory_does_not_grow_with_the_rows_of_an_import(sqlite_template: Path, tmp_path: Path):
    database = tmp_path / "large.db"
    database.write_bytes(sqlite_template.read_bytes())
    (tmp_path / "few.csv").write_bytes(csv_rows("a", 510))
    (tmp_path / "many.csv").write_bytes(csv_rows("b", ROWS))
    asked = [sys.executable, "-c", PROOF, str(tmp_path), str(database), "64"]
    done = subprocess.run(asked, capture_output=True, cwd=ROOT, check=False, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    (few, before), (many, after) = json.loads(done.stdout.splitlines()[-1])
    assert (few, many) == ("done", "done")
    assert after - before < 10
