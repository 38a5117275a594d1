"""What people said, sealed before it is stored: AES-GCM, with keys that the database never has.

A sealed value is a mark, the name of its key, and nonce, ciphertext and tag in base64. It belongs to its
column: put into another, it does not open. What is not marked is read as it stands, so that a key may be
set at any time; the mark is a control character, which no text of ours has. The keys are the process's:
set once, at start. Without any, values are stored as they are.
"""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import JSON, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.errors import Unavailable, Unprocessable

MARK = "\x1d"
KEY_BYTES = 32
NONCE_BYTES = 12
FEWEST = 16  # different bytes of a key: by chance there are about 30


class SealBroken(Unavailable):
    """A value that can't be opened: its key is not there, or it was changed."""

    code, title = "sealed", "Not readable now"


@dataclass(frozen=True)
class Key:
    """One key. Its name is made from it, and tells nothing of it."""

    secret: bytes

    @cached_property
    def name(self) -> str:
        """Eight hexadecimal digits."""
        return hashlib.sha256(b"clause data key" + self.secret).hexdigest()[:8]

    @cached_property
    def cipher(self) -> AESGCM:
        """Made once."""
        return AESGCM(self.secret)

    def __repr__(self) -> str:
        return f"Key({self.name})"


class Ring:
    """Keys: the first seals, all of them open."""

    def __init__(self, keys: Sequence[Key] = ()) -> None:
        self.keys = tuple(keys)
        self._by_name = {key.name: key for key in keys}

    def seal(self, text: str, place: str) -> str:
        """The text as it is stored in this place."""
        if not self.keys:
            return text
        key, nonce = self.keys[0], os.urandom(NONCE_BYTES)
        sealed = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
        return f"{MARK}{key.name}:{base64.b64encode(sealed).decode()}"

    def open(self, stored: str, place: str) -> str:
        """What was sealed there; what was not is given as it is. Raises SealBroken."""
        if not stored.startswith(MARK):
            return stored
        name, _, sealed = stored[1:].partition(":")
        key = self._by_name.get(name)
        if key is None:
            raise SealBroken(
                f"A text is sealed with the key {name}, which is not set. Set it in CLAUSE_DATA_KEY."
            )
        try:
            raw = base64.b64decode(sealed, validate=True)
            opened = key.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError, binascii.Error):
            raise SealBroken("A sealed text was changed, and can't be opened.") from None
        return opened.decode()

    def is_newest(self, stored: str) -> bool:
        """Whether it is sealed with the key that seals now."""
        return bool(self.keys) and stored.startswith(f"{MARK}{self.keys[0].name}:")


_ring = Ring()


def ring() -> Ring:
    """The keys of this process."""
    return _ring


def use(keys: Ring) -> None:
    """Set the keys of this process."""
    global _ring
    _ring = keys


def new_key() -> str:
    """One by chance, as the setting takes it."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def ring_of(written: str) -> Ring:
    """Keys as the setting has them: base64, the one that seals first, parted by commas or lines.

    Raises Unprocessable for one that is none, or that was not made by chance.
    """
    keys = []
    for number, one in enumerate(written.replace(",", "\n").split(), start=1):
        try:
            secret = base64.b64decode(one, validate=True)
        except (ValueError, binascii.Error):
            secret = b""
        if len(secret) != KEY_BYTES or len(set(secret)) < FEWEST:
            raise Unprocessable(
                f"Key {number} in CLAUSE_DATA_KEY is none: it takes {KEY_BYTES} bytes by chance, in "
                "base64. Make one with `clause new-key`."
            )
        keys.append(Key(secret))
    return Ring(keys)


class Sealed(TypeDecorator[str]):
    """A text column that is sealed where there is a key.

    place: which column. length: of what is stored unsealed; only SQLite, which holds nobody to it, has it.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str, length: int | None = None) -> None:
        super().__init__()
        self.place = place
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Sealed texts are longer than their length says: PostgreSQL gives them all the room."""
        short = self.length is not None and dialect.name == "sqlite"
        return String(self.length) if short else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is stored."""
        return None if value is None else _ring.seal(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As it was given."""
        return None if value is None else _ring.open(value, self.place)


class SealedJson(TypeDecorator[Any]):
    """A column of JSON that holds one sealed text where there is a key."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__(none_as_null=True)
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """As it is stored."""
        if value is None or not _ring.keys:
            return value
        return _ring.seal(json.dumps(value, ensure_ascii=False), self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """As it was given."""
        if isinstance(value, str) and value.startswith(MARK):
            return json.loads(_ring.open(value, self.place))
        return value
