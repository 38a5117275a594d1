"""An OpenID Connect provider on loopback, in a process of its own: real HTTP, real keys.

python -m tests.bot.accounts.provider PORT

Whoever comes to `/authorize` is sent back with a code at once, as the person that `POST /next` named. What
is wrong with the next token is named there as well: `nonce`, `audience`, `issuer`, `expired`, `alg-none`,
`stranger` (another key), or `hs256` (signed with the client's secret). `POST /rotate` makes new keys.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "clause", "a secret of the client, long enough for any of them"


class Provider:
    """What the provider knows. person: claims of whoever signs in next; fault: see the module's text."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.person: dict[str, Any] = {}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.rotate()

    def rotate(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "alg": "RS256"})

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        key: Any = self.key
        algorithm = "RS256"
        if self.fault == "nonce":
            claims["nonce"] = "another"
        elif self.fault == "audience":
            claims["aud"] = "somebody-else"
        elif self.fault == "issuer":
            claims["iss"] = "https://elsewhere.example"
        elif self.fault == "expired":
            claims |= {"iat": now - 900, "exp": now - 600}
        elif self.fault == "stranger":
            key = RSAKey.generate_key(2048, {"kid": self.key.kid})
        elif self.fault == "hs256":
            key, algorithm = OctKey.import_key(SECRET), "HS256"
        elif self.fault == "alg-none":
            part = [json.dumps(one).encode() for one in ({"alg": "none"}, claims)]
            return (
                ".".join(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in part) + "."
            )
        return jwt.encode(
            {"alg": algorithm, "kid": self.key.kid}, claims, key, algorithms=[algorithm]
        )


class Pages(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        issuer = self.provider.issuer
        if url.path == "/.well-known/openid-configuration":
            self.give(
                {
                    "issuer": issuer,
                    "authorization_endpoint": issuer + "/authorize",
                    "token_endpoint": issuer + "/token",
                    "jwks_uri": issuer + "/keys",
                }
            )
        elif url.path == "/keys":
            self.give(KeySet([self.provider.key]).as_dict(private=False))
        elif url.path == "/authorize":
            assert asked["client_id"] == CLIENT
            assert asked["code_challenge_method"] == "S256"
            code = secrets.token_hex(8)
            self.provider.codes[code] = asked
            back = {"code": code, "state": asked["state"]}
            if self.provider.fault == "denied":
                back = {"error": "access_denied", "state": asked["state"]}
            self.send_response(303)
            self.send_header("Location", asked["redirect_uri"] + "?" + urlencode(back))
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/next":
            wanted = json.loads(body)
            self.provider.person, self.provider.fault = wanted["person"], wanted.get("fault", "")
            self.give({})
        elif self.path == "/rotate":
            self.provider.rotate()
            self.give({})
        elif self.path == "/token":
            form = {name: values[0] for name, values in parse_qs(body).items()}
            asked = self.provider.codes.pop(form.get("code", ""), None)
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if self.headers.get("Authorization") != f"Basic {basic}":
                self.give({"error": "invalid_client"}, 401)
            elif (
                asked is None
                or asked["code_challenge"] != challenge
                or asked["redirect_uri"] != form.get("redirect_uri")
            ):
                self.give({"error": "invalid_grant"}, 400)
            else:
                token = {"access_token": "x", "token_type": "Bearer", "expires_in": 300}
                self.give(token | {"id_token": self.provider.token(asked)})
        else:
            self.send_error(404)

    def give(self, value: Any, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages)
    Pages.provider = Provider(server.server_port)
    print(server.server_port, flush=True)
    server.serve_forever()
