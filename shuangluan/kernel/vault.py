"""Personal data at rest: AES-256-GCM, and a keyed digest to find a value without reading any (F04)."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, TypeDecorator

NONCE_BYTES = 12

_keys: dict[str, bytes] = {}


class VaultError(RuntimeError):
    """What is stored was not written with the present key."""


def configure(field_key: bytes) -> None:
    """Derive the two keys in use from the site's field key; called once by `create_app`."""
    _keys["seal"] = hashlib.sha256(b"seal:" + field_key).digest()
    _keys["digest"] = hashlib.sha256(b"digest:" + field_key).digest()


def seal(plain: bytes) -> bytes:
    """Nonce and ciphertext of `plain`; two calls never give the same bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_keys["seal"]).encrypt(nonce, plain, None)


def unseal(sealed: bytes) -> bytes:
    """The plain bytes again. Raises VaultError when the key is another one or the bytes were touched."""
    try:
        return AESGCM(_keys["seal"]).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as broken:
        raise VaultError("加密数据与当前密钥不符：请恢复与数据库同批备份的 field.key") from broken


def digest(value: str) -> str:
    """The keyed digest under which `value` is looked up and kept unique."""
    return hmac.new(_keys["digest"], value.encode(), hashlib.sha256).hexdigest()


class SealedText(TypeDecorator[str]):
    """A text column that the database only ever sees encrypted; the audit masks it."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else unseal(value).decode()
