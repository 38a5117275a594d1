"""What can go wrong while a statement is read, indexed or searched.

IndexingError
├── StatementError          the text cannot be used; says what to change
│   ├── StatementEmpty      nothing to read in it
│   ├── StatementNotText    binary, or not UTF-8
│   ├── StatementTooLarge   above the size limit
│   ├── StatementUnreadable damaged, protected, or not what its name says
│   └── StatementFormatUnknown  no reader for that kind of file
├── EncoderError            the model cannot be used
│   └── EncoderNotFound     no such path, or a hub name that is not at hand
├── RerankerError           the second look cannot be used
└── SnapshotError           the index cannot be used
    ├── SnapshotDamaged     bytes differ from what the checksum names
    └── SnapshotMismatch    made with another model or by another version of Clause

Every message is a sentence for the person who can mend it: it carries the value that was refused
and says what to do.
"""


class IndexingError(Exception):
    """Root of everything that `index` raises on purpose."""


class StatementError(IndexingError):
    """The text of a statement cannot be used."""


class StatementEmpty(StatementError):
    """There is nothing to read in the text."""


class StatementNotText(StatementError):
    """The bytes are binary, or not UTF-8."""


class StatementTooLarge(StatementError):
    """The text is above the size limit."""


class StatementUnreadable(StatementError):
    """The file is damaged, protected by a password, or not what its name says."""


class StatementFormatUnknown(StatementError):
    """No reader is known for that kind of file."""


class EncoderError(IndexingError):
    """The sentence encoder cannot be used."""


class EncoderNotFound(EncoderError):
    """No model at that path, or a hub name that is not at hand."""


class RerankerError(IndexingError):
    """The second look cannot be used."""


class SnapshotError(IndexingError):
    """A snapshot cannot be used."""


class SnapshotDamaged(SnapshotError):
    """The bytes differ from what the checksum names."""


class SnapshotMismatch(SnapshotError):
    """The snapshot was made with another model or by another version of Clause."""
