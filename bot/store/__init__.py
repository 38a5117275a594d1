"""All SQL of the service. SQLite or PostgreSQL; nothing above this package writes a query."""

from bot.store.accounts import AccountTables
from bot.store.archive import ArchiveTables
from bot.store.asked import AskedTables
from bot.store.audit import AuditTables
from bot.store.conversations import ConversationTables
from bot.store.corrections import CorrectionTables
from bot.store.curated import CuratedTables
from bot.store.desk import DeskTables
from bot.store.engine import DatabaseUnusable
from bot.store.golden import GoldenTables
from bot.store.links import LinkTables
from bot.store.outbox import OutboxTables
from bot.store.persons import PersonTables
from bot.store.publications import Publication, PublicationTables
from bot.store.retention import RetentionTables
from bot.store.reviews import ReviewTables
from bot.store.rotation import RotationTables
from bot.store.versions import Document, Source, Version, VersionTables
from bot.store.webhooks import WebhookTables

__all__ = ["DatabaseUnusable", "Document", "Publication", "Source", "Store", "Version"]


class Store(
    VersionTables,
    PublicationTables,
    ReviewTables,
    CorrectionTables,
    ConversationTables,
    DeskTables,
    GoldenTables,
    CuratedTables,
    AskedTables,
    AccountTables,
    LinkTables,
    AuditTables,
    OutboxTables,
    WebhookTables,
    RotationTables,
    RetentionTables,
    ArchiveTables,
    PersonTables,
):
    """Everything that the service keeps. `await Store.open(url)`, and `close` at the end."""
