"""Passwords: how they are hashed, checked and made up."""

import secrets

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from bot.errors import Unprocessable

MIN_LENGTH = 12
MAX_LENGTH = 200
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that looks like another

_hasher = PasswordHash((Argon2Hasher(),))
_NOBODYS = _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The argon2id hash. CPU-bound, some 50 ms: call it in a thread."""
    return _hasher.hash(password)


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether the password is the hashed one. None takes as long and is never right.

    CPU-bound, some 50 ms: call it in a thread.
    """
    if len(password) > MAX_LENGTH or not password.isprintable():
        password, password_hash = "", None  # nobody's; halves of surrogates can't even be hashed
    fits = _hasher.verify(password, password_hash or _NOBODYS)
    return fits and password_hash is not None


def check_new_password(password: str) -> None:
    """Raises Unprocessable, with a sentence for its author, if the password is no good."""
    if len(password) < MIN_LENGTH:
        raise Unprocessable(
            f"A password needs at least {MIN_LENGTH} characters. Currently, it has {len(password)}."
        )
    if len(password) > MAX_LENGTH:
        raise Unprocessable(f"A password can have up to {MAX_LENGTH} characters.")
    if not password.isprintable():
        raise Unprocessable("A password must have no control characters, tabs or line breaks.")
    if len(set(password)) < 4:
        raise Unprocessable("This password is too easy to guess. Use more different characters.")


def random_password() -> str:
    """Four groups of four, about 79 bits: easy to copy from a terminal, hard to guess."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
