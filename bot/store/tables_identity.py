"""The tables of who visitors are, as their site has signed it, and of the keys that sites sign with."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from bot.store.sealing import Sealed
from bot.store.tables import UtcDateTime, metadata

# One key that one site's server signs with. Several of one site count at once: so one can be changed.
site_keys = Table(
    "site_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    # the site's origin, as browsers write it
    Column("site", String(300), nullable=False, index=True),
    Column("secret", Sealed("site_keys.secret"), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    # as they were called then; for the command line its name
    Column("made_by", String(100), nullable=False),
    # written every hour at most
    Column("last_used_at", UtcDateTime),
)

# Who the visitor of a conversation is, as the site said when they wrote.
identities = Table(
    "identities",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("site", String(300), nullable=False),
    Column("email", Sealed("identities.email"), nullable=False),
    Column("name", Sealed("identities.name"), nullable=False),
)
