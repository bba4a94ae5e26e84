"""Files that the app uploads: an address to send the bytes to, a message that carries them, a link to fetch them.

The three steps follow docs.slack.dev/reference/methods, files.getUploadURLExternal and files.completeUploadExternal.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import PurePosixPath
from threading import Lock
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.demo.events import Json
from bot.demo.ids import IDS
from bot.demo.workspace import Draft, SlackRefusal, Workspace

UPLOAD_PATH = "/upload/"
MOST_BYTES = 20_000_000


@dataclass(slots=True)
class _File:
    id: str
    name: str
    length: int
    content: bytes | None = None
    channel: str | None = None


class Files:
    """What was uploaded. `upload_url` makes an address out of the secret part of an upload address."""

    def __init__(self, workspace: Workspace, upload_url: Callable[[str], str]) -> None:
        self._workspace = workspace
        self._upload_url = upload_url
        self._files: dict[str, _File] = {}
        self._waiting: dict[str, _File] = {}
        self._lock = Lock()

    def begin(self, args: Json) -> Json:
        """`files.getUploadURLExternal`: an address that takes exactly so many bytes, once."""
        name, length = str(args.get("filename") or ""), str(args.get("length") or "0")
        if not name or not length.isdigit() or int(length) == 0:
            raise SlackRefusal("missing_argument", "filename and length (not 0) are needed")
        if int(length) > MOST_BYTES:
            raise SlackRefusal("file_upload_size_restricted")
        file, key = _File(f"F{secrets.token_hex(5).upper()}", name, int(length)), secrets.token_urlsafe(18)
        with self._lock:
            self._files[file.id] = self._waiting[key] = file
        return {"upload_url": self._upload_url(key), "file_id": file.id}

    async def take(self, request: Request) -> Response:
        """The bytes, at their address."""
        content = await request.body()
        with self._lock:
            file = self._waiting.pop(request.path_params["key"], None)
            if file is None or len(content) != file.length:
                return PlainTextResponse("no upload of this length is expected here", 400)
            file.content = content
        return PlainTextResponse(f"OK - {file.length}")

    def complete(self, args: Json) -> Json:
        """`files.completeUploadExternal`: a message in the named channel; without one the file stays private."""
        listed = args.get("files")
        if not isinstance(listed, list) or not listed:
            raise SlackRefusal("invalid_arguments", "missing required field: files")
        files = [self._uploaded(each) for each in listed]
        wanted = str(args.get("channel_id") or args.get("channels") or "")
        if wanted:
            channel, thread = self._workspace.channel(wanted).id, args.get("thread_ts") or None
            for file in files:
                file.channel = channel
            shown = tuple(_shown(file) for file in files)
            words = str(args.get("initial_comment") or "")
            self._workspace.post(Draft(channel, IDS.bot_user, words, thread_ts=thread, files=shown))
        return {"files": [{"id": file.id, "title": file.name} for file in files]}

    async def fetch(self, request: Request) -> Response:
        """A file, for whoever may read the conversation that it was sent to."""
        file = self._files.get(request.path_params["id"])
        try:
            reader = self._workspace.person(request.query_params.get("user", "")).id
            channel = self._workspace.channel(file.channel or "") if file else None
        except SlackRefusal:
            channel = None
        if file is None or file.content is None or channel is None or channel.direct_with not in (None, reader):
            return JSONResponse({"ok": False, "problem": "There is no such file."}, 404)
        disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(file.content, media_type=_kind(file.name), headers={"Content-Disposition": disposition})

    def _uploaded(self, named: Any) -> _File:
        file = self._files.get(str(named.get("id"))) if isinstance(named, dict) else None
        if file is None or file.content is None or file.channel is not None:
            raise SlackRefusal("file_not_found")
        return file


def _kind(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"


def _shown(file: _File) -> Json:
    """The file as a message carries it."""
    kind = {"mimetype": _kind(file.name), "filetype": PurePosixPath(file.name).suffix.removeprefix(".")}
    return {"id": file.id, "name": file.name, "title": file.name, "size": file.length} | kind
