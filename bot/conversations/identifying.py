"""What a visitor's site may do in a conversation: say who the visitor is."""

from datetime import UTC, datetime

from bot.conversations.identity import Identity, read_token
from bot.conversations.shared import Actions, there
from bot.errors import NotSignedIn


class IdentityActions(Actions):
    """Who visitors are. No event: nothing happened, and the visitor's own log need not tell them."""

    address = ""
    """Where this service is: whom the tokens must be for."""

    async def identify(self, conversation_id: str, token: str, origin: str) -> Identity:
        """Keep with the conversation who the site says its visitor is; said again, the newer counts.

        origin: of the page that the token came from. Raises IdentityRefused for a token that does not
        hold; NotSignedIn where the conversation is of somebody else whom the site has named before: a
        new one must be begun, for nobody may speak in another's name.
        """
        keys = await self.store.site_keys()
        identity, key = read_token(token, keys, self.address, origin, datetime.now(UTC))
        async with self.store.change(conversation_id) as found:
            change = there(found)
            if identity.is_of_another(await change.identity()):
                raise NotSignedIn(
                    "This conversation is of another visitor of the site. Start a new one."
                )
            await change.keep_identity(identity, key)
        self.hub.wake(conversation_id)
        return identity
