"""The demo's second door: the real app against a Slack emulator that none of us wrote (npm `local-slack`, MIT).

The emulator shows a workspace in the browser and plays Slack's Web API. Known differences from Slack (version 0.1.8,
tried out): search fields, several-choice fields and tables are not drawn, a value that a form starts with is submitted
as empty unless it is touched, any token is accepted, and nothing is checked against Slack's limits.
"""

import hashlib
import http.client
import json
import platform
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.app import build
from bot.clock import ShiftedClock, SystemClock
from bot.demo.ids import CHANNELS, IDS, PEOPLE, ZONE
from bot.demo.loopback import address, bind, serving
from bot.demo.running import demo_settings, load_sample, new_token
from handlers.errors import UserError

PACKAGE = "local-slack-linux-x64"
VERSION = "0.1.8"
SHA256 = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
FOLDER = Path(".emulator")
INSTALL_SECONDS = 300
START_SECONDS = 20.0


@contextmanager
def running_emulator(port: int, folder: Path = FOLDER) -> Iterator[str]:
    """The real app with the sample portfolio and the emulator around it, while the block runs; gives the address.

    The emulator listens on every network interface and asks for no password: for a machine in a network of its own
    or behind a firewall.

    Raises:
        UserError: another platform than Linux on x86-64, no npm, or the emulator could not be installed or started.
    """
    binary = install(folder)
    clock = ShiftedClock(SystemClock())
    with ExitStack() as stack:
        data = Path(stack.enter_context(TemporaryDirectory(prefix="tierline-emulator-")))
        with bind(port=port) as wanted:
            own = address(wanted)
        app, token, secret = bind(), new_token(), secrets.token_hex(16)
        config = data / "workspace.json"
        config.write_text(json.dumps(workspace(f"{address(app)}/slack/events", token, secret)))
        database = load_sample(data, clock)
        stack.enter_context(_process(binary, config, own))
        service = build(demo_settings(database, own, token, secret), clock)
        stack.enter_context(serving(service.web(), app))
        yield own


def install(folder: Path) -> Path:
    """The emulator's program, installed into `folder` with npm unless it is there; its checksum is compared.

    Raises:
        UserError: it cannot be installed here; the sentence says what to do instead.
    """
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise UserError("The emulator comes for Linux on x86-64 only. `make demo` works everywhere, without it.")
    binary = folder / "node_modules" / PACKAGE / "bin" / "local-slack"
    if not binary.exists():
        _npm(folder)
    if hashlib.sha256(binary.read_bytes()).hexdigest() != SHA256:
        raise UserError(
            f"The emulator in {folder} is not the one that was tried out. Delete the folder, then try again."
        )
    return binary


def _npm(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise UserError("The emulator needs Node.js with npm (nodejs.org). `make demo` works without them.")
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix", str(folder)]
    # S603: a fixed package and version, no shell, nothing from outside.
    done = subprocess.run(  # noqa: S603
        [npm, "install", *options, f"{PACKAGE}@{VERSION}"],
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UserError(f"npm could not install {PACKAGE}@{VERSION}: {last}")


def workspace(request_url: str, bot_token: str, signing_secret: str) -> dict[str, Any]:
    """The emulator's configuration: the demo's people and channels, and the app at `request_url`."""
    humans = [each for each in PEOPLE if not each.bot and not each.outside]
    return {
        "workspace": {"name": "Vendor", "domain": "vendor-demo", "teamId": IDS.team},
        "app": {
            "appId": IDS.app,
            "botUserId": IDS.bot_user,
            "botName": "tierline",
            "botToken": bot_token,
            "appToken": "xapp-demo",
            "signingSecret": signing_secret,
            "mode": "events",
            "requestUrl": request_url,
        },
        "users": [
            {"id": each.id, "name": each.handle, "real_name": each.name, "email": each.email, "tz": ZONE}
            for each in humans
        ],
        "channels": [
            {"id": each.id, "name": each.name, "members": [IDS.bot_user, *(person.id for person in humans)]}
            for each in CHANNELS
            if not each.direct_with and not each.shared
        ],
    }


@contextmanager
def _process(binary: Path, config: Path, own: str) -> Iterator[None]:
    port = own.rpartition(":")[2]
    command = [str(binary.resolve()), "--config", str(config), "--port", port, "--base-host", "127.0.0.1"]
    # S603: the program whose checksum was just compared, no shell.
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_until_it_answers(process, int(port))
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    waited, pause = 0.0, 0.1
    while not _answers(port):
        try:
            process.wait(pause)
        except subprocess.TimeoutExpired:
            waited += pause
        if process.returncode is not None or waited > START_SECONDS:
            raise UserError("The emulator did not start. Is its port free? `make demo` works without it.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/_control/state")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
