"""The rules of the house: each finder tells where a module breaks one."""

import ast
from collections.abc import Callable, Iterator

from tests.rules.source import MIGRATIONS, Function, Module

Finder = Callable[[Module], Iterator[str]]

BELOW = {"bot": ("handlers", "store", "programs"), "handlers": ("store", "programs"), "store": (), "programs": ()}
SURFACE_LIBRARIES = ("slack_bolt", "slack_sdk", "starlette", "uvicorn", "apscheduler", "click")
KNOWS_SLACK = ("bot.slack", "bot.app")
MICROSOFTS = ("botbuilder", "botframework", "msrest", "msal", "jwt")
KNOWS_BOTBUILDER = ("bot.teams.sdk",)
SPEAKS_BLOCK_KIT = ("bot.render", "bot.slack", "bot.demo")
BLOCK_TYPES = {
    *("actions", "button", "channels_select", "checkboxes", "context_actions", "conversations_select", "datepicker"),
    *("external_select", "feedback_buttons"),
    *("header", "home", "input", "modal", "mrkdwn", "multi_external_select", "multi_static_select", "number_input"),
    *("overflow", "plain_text", "plain_text_input", "radio_buttons", "rich_text", "section", "static_select", "table"),
}
WALL_CLOCK = {
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime"),
}
STEADY_CLOCK = {"time.monotonic", "time.monotonic_ns", "time.clock_gettime", "time.sleep"}
STOPWATCH = {"time.perf_counter", "time.perf_counter_ns"}
MAY_HAND_ON = ("bot.clock", "bot.app")
EDGES = {
    *("bot.clockwork", "bot.delivery.courier", "bot.delivery.worker", "bot.service"),
    *("bot.teams.door", "bot.teams.inbox", "bot.teams.sdk.turns", "bot.teams.sdk.verifying", "bot.teams.surface"),
    *("bot.slack.aftermath", "bot.slack.http", "bot.slack.installs.pages", "bot.slack.surface"),
}
"""Where a failure nobody foresaw must be caught: the edge of a thread or of a request."""
LAZY_CONSTANTS = {
    *("store.customers._extractor", "handlers.deals.form.country_names", "handlers.wire._adapter"),
    "handlers.wire._forms",
    *("handlers.thread._adapter", "handlers.packs.sheet._adapter", "handlers.understanding.filters._book"),
}
"""Constants that take long to make, so they are made when first asked for: no arguments, nothing that changes."""
CACHES = {"functools.cache", "functools.lru_cache"}
MUTATORS = {"append", "add", "update", "setdefault", "pop", "popitem", "clear", "extend", "insert", "remove", "discard"}
MOST_LINES = 350
MOST_FUNCTION_LINES = 60
DOCUMENTED = ("handlers", "programs", "store", "bot.render")
TYPE_HOOKS = {"process_bind_param", "process_result_value"}
"""SQLAlchemy calls these by name and documents them; each class around them says what it stores."""


def upward_imports(module: Module) -> Iterator[str]:
    """Words flow down: a floor imports itself and the floors below it, by full names."""
    allowed = {module.floor, *BELOW[module.floor]}
    for node, name in module.imports():
        top = name.partition(".")[0]
        if not top or (top in BELOW and top not in allowed) or top in ("tests", "bench", "scripts"):
            yield f"{module.at(node)} imports {name}"


def surface_libraries(module: Module) -> Iterator[str]:
    """Slack's libraries belong to bot/slack and the composition root, Microsoft's to bot/teams/sdk, none below bot/."""
    for node, name in module.imports():
        top = name.partition(".")[0]
        slack = top in ("slack_bolt", "slack_sdk") and not module.lies_in(*KNOWS_SLACK)
        microsoft = top in MICROSOFTS and not module.lies_in(*KNOWS_BOTBUILDER)
        if slack or microsoft or (top in SURFACE_LIBRARIES and module.floor != "bot"):
            yield f"{module.at(node)} imports {name}"


def surface_names(module: Module) -> Iterator[str]:
    """What is said is said on every surface: its name comes from the desk's labels."""
    for node in module.nodes if module.floor == "handlers" else ():
        words = _constant(node)
        if isinstance(words, str) and any(name in words for name in ("Slack", "Microsoft Teams")):
            yield f"{module.at(node)} names a surface"


def raw_blocks(module: Module) -> Iterator[str]:
    """Dictionaries of Block Kit are made by the renderer and the Slack surface, and by the demo, which plays Slack."""
    if module.lies_in(*SPEAKS_BLOCK_KIT):
        return
    for node in module.nodes:
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if _constant(key) == "type" and _constant(value) in BLOCK_TYPES:
                    yield f"{module.at(node)} builds a Slack block by hand"


def clock_readers(module: Module) -> Iterator[str]:
    """Only bot/clock.py asks what time it is. bot/app.py may hand the function on; a monotonic one may be a default."""
    called = {id(node.func) for node in module.nodes if isinstance(node, ast.Call)}
    for node in module.nodes:
        name = module.dotted(node)
        named = name in WALL_CLOCK and not module.lies_in(*MAY_HAND_ON)
        asked = name in WALL_CLOCK | STEADY_CLOCK and id(node) in called and module.name != "bot.clock"
        timed = name in STOPWATCH and not module.lies_in("bot.demo")
        if named or asked or timed:
            yield f"{module.at(node)} uses {name}"


def long_modules(module: Module) -> Iterator[str]:
    """A module fits into a head."""
    lines = len(module.text.splitlines())
    if lines > MOST_LINES:
        yield f"{module.name} has {lines} lines; at most {MOST_LINES}"


def long_functions(module: Module) -> Iterator[str]:
    """A function fits onto a screen."""
    for function in module.functions():
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > MOST_FUNCTION_LINES:
            yield f"{module.at(function)} {function.name} has {lines} lines; at most {MOST_FUNCTION_LINES}"


def undocumented(module: Module) -> Iterator[str]:
    """Everything public below the surfaces, and in the renderer, says what it is for."""
    if module.lies_in(*DOCUMENTED) and not module.name.startswith(MIGRATIONS):
        if not ast.get_docstring(module.tree) and module.text.strip():
            yield f"{module.name} has no docstring"
        yield from (f"{module.at(node)} {node.name} has no docstring" for node in _undocumented(module.tree.body))


def untyped(module: Module) -> Iterator[str]:
    """Every argument and every result has a type."""
    for function in module.functions():
        given = function.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
        missing = [each.arg for each in named if each.annotation is None and each.arg not in ("self", "cls")]
        if missing or function.returns is None:
            yield f"{module.at(function)} {function.name} lacks types: {', '.join(missing) or 'result'}"


def broad_excepts(module: Module) -> Iterator[str]:
    """Catching everything is for the listed edges, and each says why."""
    lines = module.text.splitlines()
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler) and _is_broad(node):
            if module.name not in EDGES:
                yield f"{module.at(node)} catches everything, but is no edge"
            elif "#" not in lines[node.lineno - 1]:
                yield f"{module.at(node)} catches everything without saying why"


def module_state(module: Module) -> Iterator[str]:
    """A module holds constants: nothing at module level is changed later, and no function remembers its results."""
    tables = {name for node in module.tree.body for name in _bound(node)}
    for node in module.nodes:
        if isinstance(node, ast.Global):
            yield f"{module.at(node)} uses global {', '.join(node.names)}"
        elif (changed := _changed(node)) in tables and changed is not None:
            yield f"{module.at(node)} changes {changed}"
    for function in module.functions():
        cached = any(module.dotted(_callee(each)) in CACHES for each in function.decorator_list)
        if cached and f"{module.name}.{function.name}" not in LAZY_CONSTANTS:
            yield f"{module.at(function)} {function.name} remembers its results for as long as the process lives"


def _constant(node: ast.AST | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _callee(node: ast.AST) -> ast.AST:
    return node.func if isinstance(node, ast.Call) else node


def _undocumented(body: list[ast.stmt]) -> Iterator[ast.ClassDef | Function]:
    for node in body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_") and node.name not in TYPE_HOOKS:
            if not ast.get_docstring(node):
                yield node
            if isinstance(node, ast.ClassDef):
                yield from _undocumented(node.body)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement at module level binds to something that could be changed."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and not isinstance(node.value, ast.Constant | None):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _changed(node: ast.AST) -> str | None:
    """The name that a node changes in place: `NAME.append(…)`, `NAME[…] = …`, `del NAME[…]`, `NAME |= …`."""
    owner: ast.AST | None = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
        owner = node.func.value
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        owner = node.value
    elif isinstance(node, ast.AugAssign):
        owner = node.target
    return owner.id if isinstance(owner, ast.Name) else None


FINDERS: tuple[Finder, ...] = (
    upward_imports,
    surface_libraries,
    surface_names,
    raw_blocks,
    clock_readers,
    long_modules,
    long_functions,
    undocumented,
    untyped,
    broad_excepts,
    module_state,
)
