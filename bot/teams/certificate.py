"""The certificate that the bot logs in to Microsoft with: one PEM file that holds it and its private key."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

MAKE_ONE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=tierline -keyout key.pem -out cert.pem, then "
    "join both files into one"
)


class BadCertificate(Exception):
    """A file that cannot be used to log in; `sentence` says why, and what to do. It never shows what was read."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate by its `thumbprint`, SHA-1 in hexadecimal as Entra shows it, good from `begins` until `expires`.

    Both are aware. The private key is looked at and not kept.
    """

    thumbprint: str
    begins: datetime
    expires: datetime


def read_certificate(file: Path) -> Certificate:
    """The first certificate and the private key of a PEM file.

    Raises:
        BadCertificate: the file cannot be read, or does not hold both, or they do not belong together.
    """
    content = _content(file)
    try:
        found = x509.load_pem_x509_certificate(content)
    except ValueError:
        raise _bad(file, "holds no certificate") from None
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError:
        raise _bad(file, "holds a private key under a password, which Tierline cannot ask for") from None
    except (ValueError, UnsupportedAlgorithm):
        raise _bad(file, "holds no private key that can be read") from None
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*spki) != found.public_key().public_bytes(*spki):
        raise _bad(file, "holds a private key that is not the certificate's")
    return Certificate(
        thumbprint=found.fingerprint(hashes.SHA1()).hex().upper(),  # noqa: S303  # how Entra names certificates
        begins=found.not_valid_before_utc,
        expires=found.not_valid_after_utc,
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadCertificate(
            f"TEAMS_CERTIFICATE_FILE: {file} cannot be read: {error.strerror}. "
            "Give the path of a PEM file that this process may read."
        ) from None


def _bad(file: Path, why: str) -> BadCertificate:
    return BadCertificate(
        f"TEAMS_CERTIFICATE_FILE: {file} {why}. One PEM file with a certificate and its private key, without a "
        f"password, is expected; to make one: {MAKE_ONE}."
    )
