"""One e-mail address, and whether a text has it in it, in whatever case and form of its domain."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from bot.email_address import clean_address

_BEFORE = r"(?<![\w.!#$%&'*+/=?^`{|}~-])"
_AFTER = r"(?![\w-]|\.\w)"


@dataclass(frozen=True)
class Written:
    """An address as it may be written. Raises Unprocessable if it is none."""

    address: str
    _forms: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        plain = clean_address(self.address).lower()
        local, _, domain = plain.partition("@")
        object.__setattr__(self, "address", plain)
        forms = {plain, f"{local}@{domain.encode('ascii').decode('idna')}"}
        object.__setattr__(self, "_forms", frozenset(forms))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = "|".join(re.escape(one) for one in sorted(self._forms))
        return re.compile(f"{_BEFORE}(?:{forms}){_AFTER}")

    def is_it(self, email: str) -> bool:
        """Whether this is the same address."""
        return email.strip().lower() in self._forms

    def is_in(self, text: str | None) -> bool:
        """Whether the address stands in the text, and not as a part of a longer one."""
        if not text or "@" not in text:
            return False
        return self._pattern.search(text.lower()) is not None

    @property
    def sha256(self) -> str:
        """What a receipt names it by: whoever has the address can show that it was this one."""
        return sha256(self.address.encode()).hexdigest()
