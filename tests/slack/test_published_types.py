"""Slack's own published types judge the manifest and what we draw: needs Node and npm, so it is optional."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.render import blockkit
from handlers.documents import Feedback, Reply
from tests.support.desk import DANA, fill_database, open_desk

pytestmark = pytest.mark.optional

ROOT = Path(__file__).parents[2]
PACKAGES = ("@slack/web-api@8.2.0", "@slack/types@3.2.0", "typescript@5.9.3", "@types/node@24")
IMPORTS = """import type { AppsManifestValidateArguments } from "@slack/web-api";
import type { HomeView, KnownBlock, ModalView } from "@slack/types";
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Slack's published types and a TypeScript compiler."""
    npm = shutil.which("npm")
    assert npm, "this optional test needs Node.js with npm"
    folder = tmp_path_factory.mktemp("types")
    (folder / "package.json").write_text("{}")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True, capture_output=True)
    return folder


def judge(node: Path, **values: tuple[str, Any]) -> str:
    """What the compiler says when each value is given the type beside it; empty when all fit."""
    lines = [f"const {name}: {kind} = {json.dumps(value)};" for name, (kind, value) in values.items()]
    (node / "check.ts").write_text(IMPORTS + "\n".join(lines) + f"\nexport default [{', '.join(values)}];\n")
    options = "--strict --noEmit --skipLibCheck --module nodenext --moduleResolution nodenext --target es2022"
    compiler = node / "node_modules" / ".bin" / "tsc"
    return subprocess.run([compiler, *options.split(), "check.ts"], cwd=node, capture_output=True, text=True).stdout


def test_the_manifest_is_one_that_slack_describes(node: Path) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    kind = 'AppsManifestValidateArguments["manifest"]'
    # Documented (docs.slack.dev/reference/scopes/assistant.write), but not in the list of scopes of 8.2.0.
    manifest["oauth_config"]["scopes"]["bot"].remove("assistant:write")
    assert judge(node, manifest=(kind, manifest)) == ""
    manifest["oauth_config"]["scopes"]["bot"].append("chat:wrong")
    assert "chat:wrong" in judge(node, manifest=(kind, manifest))


def test_what_we_draw_is_made_of_published_blocks(node: Path, tmp_path: Path) -> None:
    desk = open_desk(fill_database(tmp_path))
    answer, evidence = (
        desk.say("what tier is Acme"),
        desk.press("tiers.evidence", "gap|acme|twilio-segment-2024||2024-07-15"),
    )
    form, home = desk.press("deals.open", "acme|Globex"), desk.press("home", actor=DANA)
    assert isinstance(answer, Reply)
    assert isinstance(evidence, Reply)
    assert isinstance(home, Reply)
    drawn = {
        "answer": ("KnownBlock[]", blockkit.message(replace(answer, parts=(*answer.parts, Feedback("1"))))["blocks"]),
        "evidence": ("KnownBlock[]", blockkit.message(evidence)["blocks"]),
        "form": ("ModalView", blockkit.view(form)),  # type: ignore[arg-type]  # deals.open gives a form
        "home": ("HomeView", blockkit.home(home)),
    }
    desk.store.close()
    assert judge(node, **drawn) == ""
