"""Puts pictures side by side: one column a surface, a line of words over each picture."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from scripts.screenshots import LARGEST

Shot = tuple[str, bytes]
"""What is seen, in a few words, and its picture."""
COLORS = 250
STYLE = """
body { margin: 0; font: 14px/20px "Liberation Sans", Arial, sans-serif; color: #242424; }
main { display: inline-flex; gap: 16px; align-items: flex-start; padding: 16px; background: #e9e9ed; }
section { display: flex; flex-direction: column; gap: 8px; }
h1 { margin: 0; padding: 6px 12px; font-size: 16px; background: #fff; border-bottom: 3px solid #0f766e; }
section + section h1 { border-color: #5b5fc7; }
p { margin: 4px 2px 0; }
img { display: block; max-width: 760px; }
"""


def beside(browser: Browser, file: Path, columns: Iterable[tuple[str, Sequence[Shot]]]) -> None:
    """Write one picture of all columns; ends with an error if it is larger than a document should carry."""
    drawn = "".join(
        f"<section><h1>{escape(name)}</h1>{''.join(map(_figure, shots))}</section>" for name, shots in columns
    )
    page = browser.new_page(viewport={"width": 2000, "height": 100})
    page.set_content(f"<!doctype html><style>{STYLE}</style><main>{drawn}</main>")
    expect(page.locator("img").last).to_have_js_property("complete", True)
    file.write_bytes(_fewer_colors(page.locator("main").screenshot()))
    page.close()
    size = file.stat().st_size
    print(f"{file.name}: {size // 1000} kB")
    if size > LARGEST:
        raise SystemExit(f"{file} has {size} bytes; at most {LARGEST} are wanted.")


def _fewer_colors(picture: bytes) -> bytes:
    """The same PNG with a palette, in which rare colors are kept: a small mark stays as it is."""
    written = BytesIO()
    fewer = Image.open(BytesIO(picture)).convert("RGB").quantize(COLORS, Image.Quantize.MAXCOVERAGE)
    fewer.save(written, "PNG", optimize=True)
    return written.getvalue()


def _figure(shot: Shot) -> str:
    words, picture = shot
    source = base64.b64encode(picture).decode()
    return f'<p>{escape(words)}</p><img src="data:image/png;base64,{source}" alt="">'
