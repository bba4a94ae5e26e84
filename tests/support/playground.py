"""Microsoft's own client against our service: npm `@microsoft/m365agentsplayground`, in a browser.

The playground sends no token, and our service lets nothing in without one. So a small gate stands between them and
puts a token like Teams' on each request: that is all that is missing, and no activity is changed. What our service
posts goes to the playground's connector without a detour.

It is pre-release software of Microsoft's, for evaluating: a tool of the developer, fetched from npm when the optional
tests run, and no part of this project. It listens on every network interface and has no password.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.loopback import bind, serving
from handlers.errors import UserError
from tests.support.teams_house import BOT, TeamsHouse, living_in_teams, teams_settings
from tests.support.teams_keys import TENANT, bearer, key_server
from tests.support.teams_world import CHANNEL, GROUP, STAFF, TEAM_ID, Person, TeamsWorld

Json = dict[str, Any]
PACKAGE: Final = "@microsoft/m365agentsplayground"
VERSION: Final = "0.2.28"
INSTALL_SECONDS: Final = 120
START_SECONDS: Final = 30.0
ANSWER_SECONDS: Final = 20.0
MORE: Final = (Person("Ines Moreau", 7, "ines@vendor.example"), Person("Tom Berg", 8, "tom@vendor.example"))


@dataclass
class Playground:
    """The running three: the playground's page at `url`, our house, and what passed the gate."""

    url: str
    house: TeamsHouse
    passed: list[tuple[Json, int, Any]] = field(default_factory=list)

    def sent(self, kind: str) -> list[Json]:
        """The activities of a type that the playground sent, as it sent them."""
        return [activity for activity, _, _ in self.passed if activity.get("type") == kind]

    @property
    def refused(self) -> list[tuple[Json, int, Any]]:
        return [each for each in self.passed if each[1] != 200]


@contextmanager
def playing_ground(folder: Path, data: Path, database: str, me: Person) -> Iterator[Playground]:
    """The playground with `me` before it, installed in `folder`, and our house on `database`; `data` is scratch.

    Raises:
        UserError: it could not be installed or started; the sentence says why.
    """
    program = install(folder)
    with ExitStack() as stack:
        with bind() as wanted:
            port = int(wanted.getsockname()[1])
        # The house's world is only an address here: the playground itself is Teams' end of the wire.
        world = TeamsWorld()
        world.url = f"http://127.0.0.1:{port}/_connector"
        keys = stack.enter_context(key_server())
        house = stack.enter_context(living_in_teams(world, keys, teams_settings(database)))
        playground = Playground(f"http://127.0.0.1:{port}/", house)
        gate = stack.enter_context(serving(_gate(playground), bind()))
        (data / ".m365agentsplayground.yml").write_text(json.dumps(config(me)), encoding="utf-8")
        stack.enter_context(_process(program, data, port, f"{gate}/api/messages", world.url))
        yield playground


def install(folder: Path) -> Path:
    """The playground's program, installed into `folder` with npm unless it is there.

    Raises:
        UserError: no Node, or npm could not fetch the package.
    """
    program = folder / "node_modules" / PACKAGE / "cli.js"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise UserError("Microsoft's playground needs Node.js with npm.")
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix", str(folder)]
    done = subprocess.run(
        [npm, "install", *options, f"{PACKAGE}@{VERSION}"],
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode or not program.exists():
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UserError(f"npm could not install {PACKAGE}@{VERSION}: {last}")
    return program


def config(me: Person) -> Json:
    """The playground's configuration, which is YAML and so may be JSON. It ends without a word unless there are exactly
    five users beside its own, and at most one channel."""
    others = [each for each in (*STAFF, *MORE) if each != me]
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": "Tierline"},
        "currentUser": _user(me),
        "users": [_user(each) for each in others],
        "personalChat": {"id": me.chat},
        "groupChat": {"id": GROUP, "name": "Planning"},
        "team": {
            "id": TEAM_ID,
            "name": "Partner desk",
            "aadGroupId": "00000000-0000-4000-8000-00000000aaaa",
            "channels": [{"id": CHANNEL, "name": "Deals"}],
        },
    }


def _user(person: Person) -> Json:
    given, _, surname = person.name.partition(" ")
    return {
        "id": person.account,
        "name": person.name,
        "userPrincipleName": person.email,
        "aadObjectId": person.object_id,
        "givenName": given,
        "surname": surname,
        "email": person.email,
    }


def _gate(playground: Playground) -> Starlette:
    """Passes activities on to the house with a token of the channel's: signed, and for the service they name."""

    async def passed(request: Request) -> Response:
        activity = json.loads(await request.body())
        headers = {"Authorization": bearer(serviceurl=activity.get("serviceUrl"))}
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
            url = f"{playground.house.url}/api/messages"
            answer = await http.post(url, json=activity, headers=headers)
        found = answer.json() if answer.content else None
        playground.passed.append((activity, answer.status_code, found))
        kind = {"content-type": answer.headers["content-type"]} if answer.content else {}
        return Response(answer.content, answer.status_code, kind)

    return Starlette(routes=[Route("/api/messages", passed, methods=["POST"])])


@contextmanager
def _process(program: Path, data: Path, port: int, endpoint: str, connector: str) -> Iterator[None]:
    node = shutil.which("node")
    assert node is not None
    command = [node, str(program.resolve()), "-e", endpoint, "-c", "msteams", "-p", str(port)]
    command += ["--service-url", connector, "--disable-telemetry"]
    with (data / "playground.log").open("wb") as told:
        process = subprocess.Popen(command, cwd=data, stdout=told, stderr=told)
    try:
        _wait_until_it_listens(process, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise UserError("Microsoft's playground ended at once.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise UserError("Microsoft's playground did not start.")
