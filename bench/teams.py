"""`python -m bench.teams`: how fast Teams is answered, against an app that only checks the same tokens."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench.load import Measured, run
from bench.portfolio import name_of, write_portfolio
from bench.processes import memory, server
from tests.support.teams_keys import APP, TENANT, bearer, key_server
from tests.support.teams_world import Person, TeamsWorld, teams_world

PARTNERS, ROWS = 10_000, 200_000
CONNECTIONS, BATCH, ROUNDS = 16, 800, 3
PAM = Person("Pam Okafor", 1, "manager7@vendor.example")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tierline-bench-") as name, key_server() as keys, teams_world() as world:
        folder = Path(name)
        world.rosters[PAM.chat] = (PAM,)
        settings = {
            "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
            "TEAMS_APP_ID": APP,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_CLIENT_SECRET": "a secret of the bench",
            "TIERLINE_PUBLIC_URL": "http://127.0.0.1:1",
            "BENCH_OPENID": f"{keys.url}/openid",
        }
        write_portfolio(folder / "portfolio", PARTNERS, ROWS, date.today())  # noqa: DTZ011 - any recent day serves
        command = [sys.executable, "-m", "bot", "import", str(folder / "portfolio")]
        subprocess.run(command, check=True, env=os.environ | settings, capture_output=True)
        _served(settings, world)


def _served(settings: dict[str, str], world: TeamsWorld) -> None:
    with server("teams_bare", settings) as (bare, _, _), server("teams", settings) as (port, pid, start):
        measured: dict[str, list[Measured]] = {"bare": [], "message kept": [], "button answered": []}
        _ask(bare, world, 0, 100)
        _ask(port, world, 1, 100)
        _press(port, world, 1, 100)
        for turn in range(2, 2 + ROUNDS):
            measured["bare"].append(_ask(bare, world, turn, BATCH))
            measured["message kept"].append(_ask(port, world, turn, BATCH))
            measured["button answered"].append(_press(port, world, turn, BATCH))
        for name, each in ((name, each) for name, all_of in measured.items() for each in all_of):
            print(f"{name:<24} {each.words()}   failed {each.failed}")
        for name in ("message kept", "button answered"):
            rates = sorted(
                ours.rate / theirs.rate for ours, theirs in zip(measured[name], measured["bare"], strict=True)
            )
            print(f"{name + ', ratio':<24} {rates[len(rates) // 2]:6.2f} (of {rates[0]:.2f} to {rates[-1]:.2f})")
        print(f"{'ready to serve':<24} {start:6.2f} s   floor: under 3 s")
        print(f"{'memory':<24} {memory(pid):6.0f} MB with {PARTNERS:,} partners   floor: under 200 MB")


def _ask(port: int, world: TeamsWorld, turn: int, count: int) -> Measured:
    """Messages, each of its own, as Teams sends them; kept before they are acknowledged."""
    return run(port, [_request(_message(world, f"{turn}-{number}")) for number in range(count)], CONNECTIONS, b"")


def _press(port: int, world: TeamsWorld, turn: int, count: int) -> Measured:
    """A button that shows the evidence of a tier in a dialog: worked out, drawn and checked while Teams waits."""
    wanted = []
    for number in range(count):
        words = f"tier {name_of(number * 97 % PARTNERS)}"
        data = {"data": {"route": "ask", "value": words}}
        activity = _message(world, f"p{turn}-{number}") | {"type": "invoke", "name": "task/fetch", "value": data}
        wanted.append(_request(activity))
    return run(port, wanted, CONNECTIONS, b"continue")


def _message(world: TeamsWorld, id: str) -> dict[str, Any]:
    return {
        "type": "message",
        "id": id,
        "channelId": "msteams",
        "serviceUrl": world.url,
        "from": {"id": PAM.account, "name": PAM.name, "aadObjectId": PAM.object_id},
        "conversation": {"id": PAM.chat, "conversationType": "personal", "tenantId": TENANT},
        "recipient": {"id": f"28:{APP}", "name": "Tierline"},
        "text": "help",
        "channelData": {"tenant": {"id": TENANT}},
    }


def _request(activity: dict[str, Any]) -> bytes:
    body = json.dumps(activity).encode()
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: {bearer(serviceurl=activity['serviceUrl'])}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    main()
