"""What a site signs of its visitor is believed exactly as far as it holds; else the reason is told."""

import base64
import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from bot.conversations.identity import (
    LIFETIME,
    LONGEST,
    Identity,
    IdentityRefused,
    SiteKey,
    clean_site,
    new_secret,
    read_token,
)
from bot.errors import Unprocessable

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
HERE = "https://clause.example"
SHOP, OTHER = "https://shop.example", "https://other.example"


def key(site: str, id: int = 1) -> SiteKey:
    return SiteKey(id, site, new_secret(), NOW, "Odile", None)


SHOPS, SHOPS_NEW, OTHERS = key(SHOP), key(SHOP, 2), key(OTHER, 3)
KEYS = [SHOPS_NEW, SHOPS, OTHERS]
ANNA = {
    "iss": SHOP,
    "aud": HERE,
    "exp": SECONDS + 600,
    "email": "anna@example.org",
    "name": "Anna Kovács",
}


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(claims: dict[str, Any], secret: str = SHOPS.secret, **header: Any) -> str:
    """Made by hand, as a site could in any language: nothing of the library that reads it."""
    text = f"{part({'alg': 'HS256', 'typ': 'JWT'} | header)}.{part(claims)}"
    return f"{text}.{part(hmac.digest(secret.encode(), text.encode(), sha256))}"


def read(token: str, *, origin: str = SHOP, at: datetime = NOW) -> Identity:
    return read_token(token, KEYS, HERE, origin, at)[0]


def refused(token: str, **how: Any) -> str:
    with pytest.raises(IdentityRefused) as caught:
        read(token, **how)
    for one in KEYS:
        assert one.secret not in caught.value.detail
    return caught.value.detail


def test_who_the_site_has_signed_is_known() -> None:
    assert read(signed(ANNA)) == Identity(email="anna@example.org", name="Anna Kovács", site=SHOP)


def test_any_key_of_the_site_counts_so_that_one_can_be_changed() -> None:
    for one in (SHOPS, SHOPS_NEW):
        assert read_token(signed(ANNA, one.secret), KEYS, HERE, SHOP, NOW)[1] is one
    assert "another key" in refused(signed(ANNA, new_secret()))
    with pytest.raises(IdentityRefused, match="No key was made"):
        read_token(signed(ANNA), [OTHERS], HERE, SHOP, NOW)


def test_the_key_of_one_site_signs_for_no_other() -> None:
    assert "another key" in refused(signed(ANNA, OTHERS.secret))
    assert "another key" in refused(signed(ANNA | {"iss": OTHER}), origin=OTHER)


def test_a_token_is_good_on_its_own_site_alone() -> None:
    assert "the page that uses it is of 'https://other.example'" in refused(
        signed(ANNA), origin=OTHER
    )
    for origin in ("", "null", f"{SHOP}:8443", "http://shop.example", f"{SHOP}.evil.example"):
        refused(signed(ANNA), origin=origin)


@pytest.mark.parametrize("issuer", [None, "", "https://unknown.example", 7, [SHOP], {"a": 1}])
def test_an_unknown_issuer_is_named(issuer: object) -> None:
    assert "issuer (iss)" in refused(signed(ANNA | {"iss": issuer}))


@pytest.mark.parametrize(
    "audience", [None, "", "https://elsewhere.example", 7, ["https://elsewhere.example"], []]
)
def test_a_token_for_another_service_is_refused(audience: object) -> None:
    assert "audience (aud) must be 'https://clause.example'" in refused(
        signed(ANNA | {"aud": audience})
    )


def test_the_audience_may_be_one_of_several_or_end_with_a_slash() -> None:
    assert read(signed(ANNA | {"aud": ["https://elsewhere.example", HERE]})).email
    assert read(signed(ANNA | {"aud": f"{HERE}/"})).email


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in ANNA.items() if key != name}


def test_it_must_end_and_soon() -> None:
    assert "expired 3600 seconds ago" in refused(signed(ANNA | {"exp": SECONDS - 3600}))
    assert "exp is needed" in refused(signed(without("exp")))
    assert "too long" in refused(signed(ANNA | {"exp": SECONDS + LIFETIME + 3600}))
    for odd in ("tomorrow", None, float("inf"), float("nan"), [], True):
        refused(signed(ANNA | {"exp": odd}))


def test_clocks_may_differ_by_a_minute() -> None:
    assert read(signed(ANNA | {"exp": SECONDS - 50})).email
    assert read(signed(ANNA | {"iat": SECONDS + 50, "nbf": SECONDS + 50})).email
    assert "expired" in refused(signed(ANNA | {"exp": SECONDS - 70}))
    assert "(exp, iat, nbf)" in refused(signed(ANNA | {"iat": SECONDS + 70}))
    assert "(exp, iat, nbf)" in refused(signed(ANNA | {"nbf": SECONDS + 70}))


@pytest.mark.parametrize("algorithm", ["none", "None", "HS384", "RS256", "", None, 5])
def test_no_other_algorithm_is_taken(algorithm: object) -> None:
    assert "HS256" in refused(signed(ANNA, alg=algorithm))
    unsigned = f"{part({'alg': algorithm})}.{part(ANNA)}."
    assert "HS256" in refused(unsigned)


def test_a_token_signed_otherwise_for_real_is_not_taken() -> None:
    ed, ec, rsa = OKPKey.generate_key("Ed25519"), ECKey.generate_key("P-256"), RSAKey.generate_key()
    for name, made in (("Ed25519", ed), ("ES256", ec), ("RS256", rsa)):
        assert "HS256" in refused(jwt.encode({"alg": name}, ANNA, made, algorithms=[name]))
    longer = OctKey.import_key(SHOPS.secret * 2)
    assert "HS256" in refused(jwt.encode({"alg": "HS512"}, ANNA, longer, algorithms=["HS512"]))


def test_no_signature_or_a_changed_one_is_refused() -> None:
    head, body, signature = signed(ANNA).split(".")
    assert refused(f"{head}.{body}.")
    other = part(ANNA | {"email": "boss@example.org"})
    assert "another key" in refused(f"{head}.{other}.{signature}")
    assert "another key" in refused(f"{head}.{body}.{signature[::-1]}")
    # what must be understood, and is not, is no token of ours
    for critical in (["who"], ["b64"], [], None):
        assert "(crit)" in refused(signed(ANNA, crit=critical, who="anna"))
        assert refused(signed(ANNA, crit=critical, b64=False))


@pytest.mark.parametrize(
    "token",
    ["", "anna@example.org", "a.b", "a.b.c", "a.b.c.d", "..", "é.é.é", "\x00", "{}", "e30.e30.e30"],
)
def test_what_is_no_token_is_called_none(token: str) -> None:
    assert refused(token)
    for body in ([], "anna", 7, None):
        assert "no signed token" in refused(signed(body))  # type: ignore[arg-type]


def test_a_token_has_an_end() -> None:
    long = signed(ANNA | {"more": "x" * LONGEST})
    assert f"Currently, it has {len(long)}" in refused(long)


@pytest.mark.parametrize("email", [None, "", "anna", "a@b", 7, ["anna@example.org"], "a b@c.de"])
def test_without_an_address_nobody_is_known(email: object) -> None:
    assert "'email'" in refused(signed(ANNA | {"email": email}))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("  Anna\n\tKovács ", "Anna Kovács"),
        ("أحمد", "أحمد"),
        ("نرگس\u200cبانو", "نرگس\u200cبانو"),
        ("李 😀", "李 😀"),
        ("\u202egro.kcatta\u202c", "gro.kcatta"),
        ("Anna\u2066\u200b\x00\ud800", "Anna"),
        ("<b>Anna</b>", "<b>Anna</b>"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_name_is_plain_text_on_one_line(given: object, kept: str) -> None:
    assert read(signed(ANNA | {"name": given})).name == kept


def test_a_name_that_is_none_is_refused() -> None:
    assert "Currently, it has 101" in refused(signed(ANNA | {"name": "x" * 101}))
    assert "must be a text" in refused(signed(ANNA | {"name": ["Anna"]}))


def test_a_domain_beyond_ascii_is_kept_as_mail_is_sent_to_it() -> None:
    assert (
        read(signed(ANNA | {"email": "anna@müller.example"})).email == "anna@xn--mller-kva.example"
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    claims=st.dictionaries(st.sampled_from(sorted([*ANNA, "nbf", "iat", "sub"])), ANYTHING),
    header=st.dictionaries(st.sampled_from(["alg", "crit", "b64", "kid", "typ", "jwk"]), ANYTHING),
)
def test_whatever_comes_is_read_or_refused_with_a_sentence(
    claims: dict[str, Any], header: dict[str, Any]
) -> None:
    for token in (signed(ANNA | claims, **header), f"{part(header)}.{part(claims)}.{part(b'x')}"):
        try:
            said = read(token).site
        except IdentityRefused as refusal:
            said = refusal.detail
        assert said == SHOP or said.endswith(".")


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        (" https://Shop.example/ ", SHOP),
        ("https://shop.example:443", SHOP),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://müller.example", "https://xn--mller-kva.example"),
    ],
)
def test_a_site_is_written_as_browsers_do(written: str, origin: str) -> None:
    assert clean_site(written) == origin


@pytest.mark.parametrize(
    "written",
    ["", "shop.example", "https://", "ftp://shop.example", "https://shop.example/a", "*",
     "https://shop.example?x", "https://a@shop.example", "https://shop.example:99999",
     "https://shop example", "https://" + "a" * 300, "https://[::1"],
)  # fmt: skip
def test_what_is_no_site_is_refused(written: str) -> None:
    with pytest.raises(Unprocessable, match=SHOP):
        clean_site(written)
