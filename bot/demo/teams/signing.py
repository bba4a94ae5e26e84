"""Signs what Teams sends: JSON Web Tokens with RS256 (RFC 7515, 7518), and the public key for it (RFC 7517)."""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from bot.demo.events import Json

ISSUER = "https://api.botframework.com"
VALID_SECONDS = 3600
EARLY_SECONDS = 300  # the clock of whoever checks may be a little behind


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _part(value: Json) -> str:
    return _coded(json.dumps(value, separators=(",", ":")).encode())


class Signer:
    """Holds a key of its own, made anew; `kid` names it."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        numbers = self._key.public_key().public_numbers()
        modulus = numbers.n.to_bytes(256, "big")
        digest = hashes.Hash(hashes.SHA256())
        digest.update(modulus)
        self.kid = _coded(digest.finalize()[:20])
        self._public: Json = {"kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid, "e": "AQAB"}
        self._public |= {"n": _coded(modulus), "endorsements": ["msteams"]}

    def keys(self) -> Json:
        """The published key set; the key is endorsed for Teams."""
        return {"keys": [self._public]}

    def token(self, audience: str, service_url: str, epoch: int) -> str:
        """A token that tells the app `audience` that its bearer speaks for the connector at `service_url`."""
        header: Json = {"typ": "JWT", "alg": "RS256", "kid": self.kid, "x5t": self.kid}
        claims: Json = {"serviceurl": service_url, "nbf": epoch - EARLY_SECONDS, "exp": epoch + VALID_SECONDS}
        claims |= {"iss": ISSUER, "aud": audience}
        said = f"{_part(header)}.{_part(claims)}"
        return f"{said}.{_coded(self._key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
