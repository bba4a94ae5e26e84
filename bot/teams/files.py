"""Files for one person: a link that works for an hour, because a bot can put no file into a channel of Teams."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.render.escape import shorten
from handlers.documents import Button, Buttons, Download, Note, Reply, Style, text
from handlers.request import Request
from store.engine import Store
from store.repositories.open_forms import HandedFile

PATH: Final = "/files/{secret}/{name}"
GOOD_FOR: Final = timedelta(hours=1)
MOST_NAME: Final = 150
NO_ADDRESS: Final = (
    "I cannot hand out files here yet: whoever runs Tierline has to set TIERLINE_PUBLIC_URL, the address under which "
    "browsers reach it."
)
OVER: Final = "This file is not here any more: its link works for an hour. Ask Tierline for it again."
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class Files:
    """Keeps files under links; `public` is where browsers reach us, None when that is not set."""

    store: Store
    clock: Clock
    public: str | None

    def handed(self, request: Request, file: Download) -> Reply:
        """What the person is told: a button that fetches the file. Whoever has the link can fetch it."""
        if self.public is None:
            return Reply(NO_ADDRESS)
        secret, name = secrets.token_urlsafe(24), shorten(file.name.replace("/", "-"), MOST_NAME)
        content = file.content.encode() if isinstance(file.content, str) else file.content
        kept = HandedFile(name, file.media_type, content)
        until = request.now + GOOD_FOR
        with self.store.write() as work:
            work.handed_files.keep(_hash(secret), request.actor.workspace, request.actor.user, kept, until)
        url = f"{self.public}/files/{secret}/{quote(name, safe='')}"
        return Reply(
            file.words or f"{name} is ready.",
            (
                Buttons((Button(f"Get {name}", url=url, style=Style.primary),)),
                Note(text("The link works for an hour and is for you alone: do not pass it on.")),
            ),
        )

    def routes(self) -> list[Route]:
        """Where the files are fetched."""
        return [Route(PATH, self._fetch, methods=["GET"])]

    def _fetch(self, request: HttpRequest) -> Response:
        with self.store.read() as work:
            found = work.handed_files.get(_hash(request.path_params["secret"]), self.clock.now())
        if found is None:
            return PlainTextResponse(OVER, 404, headers=_HEADERS)
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
        return Response(found.content, media_type=found.media_type, headers=_HEADERS | named)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
