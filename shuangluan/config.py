"""Settings from the environment (D30). There is no debug or production mode: every start is the production one."""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


class ConfigError(RuntimeError):
    """The site cannot start; the sentence says what the operator has to do."""


@dataclass(frozen=True)
class Config:
    """What the site needs to know of its machine."""

    data_dir: Path
    database_url: str
    secret_key: bytes
    field_key: bytes
    https: bool
    allowed_hosts: tuple[str, ...]
    count_sql: bool

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read the environment; make the keys in an empty data folder.

        Raises ConfigError where a key is weak, lost or readable by others.
        """
        data_dir = Path(environ.get("DATA_DIR", "var")).resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'shuangluan.db'}"
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        return cls(
            data_dir=data_dir,
            database_url=url,
            secret_key=_key("SECRET_KEY", "secret.key", data_dir, environ),
            field_key=_key("FIELD_KEY", "field.key", data_dir, environ),
            https=environ.get("HTTPS", "") in {"1", "true", "yes"},
            allowed_hosts=tuple(h for h in environ.get("ALLOWED_HOSTS", "").split(",") if h),
            count_sql=environ.get("BENCH_COUNT_SQL") == "1",
        )


def _key(variable: str, name: str, data_dir: Path, environ: Mapping[str, str]) -> bytes:
    given = environ.get(variable)
    if given:
        if len(given) < KEY_BYTES:
            raise ConfigError(f"环境变量 {variable} 太短：至少要 {KEY_BYTES} 个字符")
        return given.encode()
    path = data_dir / name
    if path.exists():
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError(f"密钥文件 {path} 别的用户也能读：请运行 chmod 600 {path}")
        key = path.read_bytes().strip()
        if len(key) < KEY_BYTES:
            raise ConfigError(f"密钥文件 {path} 不完整：请从备份恢复")
        return key
    if (data_dir / "shuangluan.db").exists():
        raise ConfigError(f"{data_dir} 里有数据库，却没有密钥 {name}：请把它从备份恢复到原处")
    return _make_key(path)


def _make_key(path: Path) -> bytes:
    key = secrets.token_hex(KEY_BYTES).encode()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another worker was faster: use what it wrote
        return path.read_bytes().strip()
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key
