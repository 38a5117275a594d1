"""Webhooks: what they say, how it is signed, and how it is sent.

The signature follows the Standard Webhooks specification (https://www.standardwebhooks.com), for
which there are libraries to verify with in most languages.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import ssl
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.conversations.events import Conversation, Event
from bot.notify.addresses import AddressRefused, Resolve, checked, endpoint, port_of, resolve
from bot.notify.outbox import Failed, Outcome, Sent

SEND_SECONDS = 20.0
"""One try may take so long in all: name, connection, request and the answer's head."""
SECRET_BYTES = 32
PREFIX = "whsec_"


def new_secret() -> str:
    """A secret to sign with: 32 random bytes in base64 after `whsec_`."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def body_of(conversation: Conversation, event: Event) -> bytes:
    """The body: JSON in UTF-8. Made from what never changes, so it is the same at every try."""
    body = {
        "type": f"conversation.{event.type}",
        "timestamp": event.model_dump(mode="json")["at"],
        "data": {
            "conversation": {"id": conversation.id, "language": conversation.language},
            "event": event.model_dump(mode="json"),
        },
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def signature(secret: str, delivery_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.

    timestamp: Unix time of the try, seconds.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers_of(secret: str, delivery_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers of one try."""
    timestamp = int(now.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Clause-Webhooks/1",
        "webhook-id": delivery_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, delivery_id, timestamp, body),
    }


class Poster:
    """Posts to endpoints that administrators entered, and trusts neither them nor their answers."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
        seconds: float = SEND_SECONDS,
    ) -> None:
        """allow_private: also to addresses inside our network, and over http.

        seconds: how long one try may take in all.
        """
        self.allow_private = allow_private
        self._resolve = resolve
        self._tls = tls or ssl.create_default_context()
        self._seconds = seconds

    async def check(self, url: str) -> httpx.URL:
        """The endpoint, if it may be sent to. Raises AddressRefused, OSError, Unprocessable."""
        parsed = endpoint(url, allow_private=self.allow_private)
        await self._addresses(parsed)
        return parsed

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Outcome:
        """Post the body. Never raises for what the other side does.

        No redirect is followed, the body of the answer is not read, and a proxy that the
        environment names is not used: it would connect to addresses that nobody checked.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(url, headers, body)
        except AddressRefused:
            return Failed("The endpoint's name leads to an address that is not public.", None, True)
        except TimeoutError:
            return Failed(f"The endpoint did not answer within {self._seconds:.0f} seconds.")
        except httpx.HTTPError as error:
            return Failed(_why(error))
        except OSError:
            return Failed("The endpoint's name could not be resolved.")

    async def _addresses(self, url: httpx.URL) -> list[str]:
        host = url.raw_host.decode("ascii").strip("[]")
        return await checked(
            host, port_of(url), allow_private=self.allow_private, resolve=self._resolve
        )

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> Outcome:
        parsed = endpoint(url, allow_private=self.allow_private)
        addresses = await self._addresses(parsed)
        # Kept connections are found by address, and one address may serve many names: keep none.
        limits = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(
            verify=self._tls,
            trust_env=False,
            follow_redirects=False,
            timeout=self._seconds,
            limits=limits,
        ) as client:
            for number, address in enumerate(addresses):
                request = client.build_request(
                    "POST",
                    parsed.copy_with(host=address),
                    content=body,
                    headers=headers | {"Host": parsed.netloc.decode("ascii")},
                    # The certificate must be the name's, not the address's.
                    extensions={"sni_hostname": parsed.raw_host.decode("ascii")},
                )
                try:
                    response = await client.send(request, stream=True)
                except httpx.ConnectError:
                    if number + 1 == len(addresses):
                        raise
                    continue
                await response.aclose()
                return _outcome(response)
        raise AssertionError("unreachable: checked() gives at least one address")


def _outcome(response: httpx.Response) -> Outcome:
    status = response.status_code
    if 200 <= status < 300:
        return Sent(status)
    if status == 410:
        return Failed("The endpoint says that it is gone for good (410).", status, True)
    if 300 <= status < 400:
        return Failed(f"The endpoint redirects ({status}); redirects are not followed.", status)
    return Failed(f"The endpoint answered {status}.", status, retry_after=retry_after(response))


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that the Retry-After header asks for; None without one that can be read."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(min(int(value[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment - datetime.now(moment.tzinfo)).total_seconds())
    except (ValueError, TypeError):
        return None


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "The endpoint did not answer in time."
    if isinstance(error, httpx.ConnectError):
        if "CERTIFICATE_VERIFY" in str(error) or "certificate" in str(error).lower():
            return "The endpoint's certificate is not valid for its name."
        return "The endpoint could not be connected to."
    return f"The endpoint did not answer as HTTP asks ({type(error).__name__})."
