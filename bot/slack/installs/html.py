"""The few pages that a browser sees during an install: plain HTML that works without scripts, for everybody."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:36rem;margin:10vh auto;padding:0 1.25rem}"
    "h1{font-size:1.75rem;line-height:1.25}"
    "a.go{display:inline-block;padding:.75rem 1.25rem;border-radius:.5rem;background:#1f3a5f;color:#fff;"
    "font-weight:600;text-decoration:none}"
    "a.go:focus-visible{outline:3px solid #e8a33d;outline-offset:3px}"
    "@media (prefers-color-scheme:dark){a.go{background:#9fc3f0;color:#10202f}}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""For every page: nothing is loaded, kept or framed, and no address with a code is handed on."""


@dataclass(frozen=True, slots=True)
class Page:
    """A heading, sentences below it, and at most one way on: words and address of a link."""

    heading: str
    sentences: Sequence[str]
    link: tuple[str, str] | None = None
    status: int = 200


def html(page: Page) -> str:
    """The page as a document; everything in it is literal text."""
    way = f'<p><a class="go" href="{escape(page.link[1])}">{escape(page.link[0])}</a></p>' if page.link else ""
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in page.sentences)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.heading)} · Tierline</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(page.heading)}</h1>{words}{way}</main></body></html>"
    )
