"""Runs in a process of its own: imports the named modules and prints, as JSON, what that did besides.

python -I -B importing.py ROOT MODULE ...
"""

import importlib
import json
import sys
import types
from collections.abc import Iterator

WATCHED = {
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"),
    *("sqlite3.connect", "subprocess.Popen", "os.system", "os.mkdir", "os.remove", "os.rename", "tempfile.mkstemp"),
    *("os.putenv", "signal.signal"),
}
THREADS = {"start_new_thread", "start_joinable_thread"}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "clock_gettime"}
LIVING = ("_thread", "threading", "concurrent", "queue", "sqlalchemy.engine", "sqlalchemy.orm.session", "slack_sdk")
LIVING += ("slack_bolt", "apscheduler", "filelock", "starlette", "random", "socket", "_io")


def main(root: str, names: list[str]) -> None:
    sys.path.insert(0, root)
    effects: list[str] = []
    sys.addaudithook(lambda event, values: effects.extend(_effect(event, values)))
    sys.setprofile(lambda frame, event, called: effects.extend(_called(root, frame, event, called)))
    for name in names:
        importlib.import_module(name)
    sys.setprofile(None)
    found = {
        "effects": list(effects),
        "living": [each for name in names for each in _living(name)],
        "loaded": sorted({name.partition(".")[0] for name in sys.modules}),
    }
    sys.stdout.write(json.dumps(found))


def _effect(event: str, values: tuple[object, ...]) -> Iterator[str]:
    writes = event == "open" and len(values) > 1 and isinstance(values[1], str) and set(values[1]) & set("wax+")
    if (event in WATCHED or writes) and not (event == "socket.bind" and _is_urllib3_looking()):
        yield f"{event} {values!r}"


def _is_urllib3_looking() -> bool:
    """urllib3, which botbuilder needs, tries once whether this machine has IPv6: it binds a socket and closes it."""
    frame: types.FrameType | None = sys._getframe()
    while frame and frame.f_code.co_name != "_has_ipv6":
        frame = frame.f_back
    return frame is not None and frame.f_globals["__name__"] == "urllib3.util.connection"


def _called(root: str, frame: types.FrameType, event: str, called: object) -> Iterator[str]:
    """A thread that is started by anybody, or a clock that is asked from a file of ours, while it is imported."""
    name = getattr(called, "__name__", "") if event == "c_call" else ""
    if name in THREADS or (name in CLOCKS and frame.f_code.co_filename.startswith(root)):
        yield f"{frame.f_code.co_filename}:{frame.f_lineno} calls {name}"


def _living(name: str) -> Iterator[str]:
    """Objects at module level that hold a connection, a lock, a thread or a state of their own."""
    for key, value in vars(sys.modules[name]).items():
        kind = type(value)
        if not isinstance(value, type) and f"{kind.__module__}.".startswith(tuple(f"{each}." for each in LIVING)):
            yield f"{name}.{key} is a {kind.__module__}.{kind.__name__}"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
