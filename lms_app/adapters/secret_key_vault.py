"""Content keys sealed with AES-256-GCM under a key derived from the site's secret key."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lms_app.ports.key_vault import KeyUnreadable

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12


class SecretKeyVault:
    """Sealed form: version (1), key id (4), nonce (12), ciphertext with tag (32).

    Seals with `secret_key` and opens with it or any of the `retired` ones, so that keys
    stay readable until each was sealed anew.
    """

    def __init__(self, secret_key: bytes, *retired: bytes) -> None:
        derived = [_derive(secret) for secret in (secret_key, *retired)]
        self._ciphers = {_key_id(key): AESGCM(key) for key in derived}
        self._current = _key_id(derived[0])

    def seal_key(self, key: bytes, context: str) -> bytes:
        """Seal `key` for `context`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        header = _VERSION + self._current
        sealed = self._ciphers[self._current].encrypt(nonce, key, header + context.encode())
        return header + nonce + sealed

    def open_key(self, sealed: bytes, context: str) -> bytes:
        """Open what `seal_key` made. Raises `KeyUnreadable`."""
        header, rest = sealed[: 1 + _KEY_ID_BYTES], sealed[1 + _KEY_ID_BYTES :]
        cipher = self._ciphers.get(header[1:])
        if header[:1] != _VERSION or cipher is None:
            raise KeyUnreadable("sealed with a secret that is not here")
        try:
            nonce, body = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
            return cipher.decrypt(nonce, body, header + context.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyUnreadable("changed, or of another asset") from error

    def needs_resealing(self, sealed: bytes) -> bool:
        """True when an older secret sealed it (for rotation)."""
        return sealed[1 : 1 + _KEY_ID_BYTES] != self._current


def _derive(secret: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"margin content keys").derive(secret)


def _key_id(key: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(b"margin key id" + key)
    return digest.finalize()[:_KEY_ID_BYTES]
