"""House rules that no common tool knows. Each says what is wrong in one file, in words."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

from tests.architecture.sources import Source

Rule = Callable[[Source], Iterator[str]]

LONGEST_FUNCTION = 50
LONGEST_FILE = 400

_CHASSIS = "libs/chassis/src/labwright_chassis/"
_CONTRACTS = "shared-contracts/src/labwright_contracts/"
_COMMITS = {_CHASSIS + "db.py", _CHASSIS + "migrations.py"}
_CLOCK = _CHASSIS + "clock.py"
_CLOCK_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "func.now", "func.current_timestamp",
}  # fmt: skip
_MADE_AT_IMPORT = re.compile(
    r"(create_engine|FastAPI|Starlette|Database|Metrics|CollectorRegistry|\w*Broker|\w*Settings"
    r"|create_apis?|create_internal_api|create_gateway)"
)
_VAGUE = re.compile(r"(util|helper|manager|common|misc)s?")
_UNDONE = re.compile(r"\b([T]ODO|[F]IXME|[X]XX)\b")


def commits_outside_the_chassis(source: Source) -> Iterator[str]:
    """One way in, one way out: `Database.unit` commits, nobody else."""
    if source.path in _COMMITS or not _runs(source):
        return
    for call in _calls(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("commit", "rollback"):
            yield _at(source, call, f"calls {call.func.attr}()")


def environment_outside_settings(source: Source) -> Iterator[str]:
    """A process reads its environment once, in its settings."""
    if PurePosixPath(source.path).name == "settings.py" or not _runs(source):
        return
    if source.path.startswith("standalone/"):
        return
    for node in _nodes(source):
        if isinstance(node, ast.Attribute) and _dotted(node) in ("os.environ", "os.getenv"):
            yield _at(source, node, f"reads {_dotted(node)}")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            for name in node.names:
                if name.name in ("environ", "getenv"):
                    yield _at(source, node, f"imports os.{name.name}")


def clocks_outside_the_clock(source: Source) -> Iterator[str]:
    """Time is asked of `chassis.clock`, so that a test can say what time it is."""
    if source.path == _CLOCK or not _runs(source):
        return
    for call in _calls(source):
        name = ".".join(_dotted(call.func).split(".")[-2:])
        if name in _CLOCK_CALLS:
            yield _at(source, call, f"asks {name}()")


def things_made_at_import(source: Source) -> Iterator[str]:
    """Importing makes no engine, app, broker, registry or settings."""
    if not _runs(source):
        return
    for statement in _tree(source).body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                name = _dotted(node.func).rsplit(".", maxsplit=1)[-1]
                if _MADE_AT_IMPORT.fullmatch(name):
                    yield _at(source, node, f"makes {name}() at import")


def contracts_that_need_more_than_pydantic(source: Source) -> Iterator[str]:
    """Contracts import Pydantic and the standard library only."""
    if not source.path.startswith(_CONTRACTS):
        return
    allowed = sys.stdlib_module_names | {"pydantic", "pydantic_core", "labwright_contracts"}
    for node in _nodes(source):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] not in allowed:
                yield _at(source, node, f"imports {name}")


def long_functions(source: Source) -> Iterator[str]:
    """A function of more than 50 lines is two."""
    if _generated(source):
        return
    for node in _nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield _at(source, node, f"{node.name} has {length} lines")


def long_files(source: Source) -> Iterator[str]:
    """A file of more than 400 lines splits by what it does."""
    length = source.text.count("\n")
    if length > LONGEST_FILE and not _generated(source):
        yield f"{source.path}: {length} lines"


def vague_names(source: Source) -> Iterator[str]:
    """A module is named after what it does."""
    for part in PurePosixPath(source.path).with_suffix("").parts:
        if any(_VAGUE.fullmatch(word) for word in part.split("_")):
            yield f"{source.path}: {part} says nothing"


def unfinished_work(source: Source) -> Iterator[str]:
    """What is not done stands in an issue, not in the code."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if _UNDONE.search(line):
            yield f"{source.path}:{number}: {line.strip()[:80]}"


CODE_RULES: tuple[Rule, ...] = (
    commits_outside_the_chassis,
    environment_outside_settings,
    clocks_outside_the_clock,
    things_made_at_import,
    contracts_that_need_more_than_pydantic,
    long_functions,
    long_files,
    vague_names,
)


def _runs(source: Source) -> bool:
    """Whether this is code that runs in production."""
    return "/src/" in source.path and "/testing/" not in source.path


def _generated(source: Source) -> bool:
    return "/migrations/versions/" in source.path


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in _nodes(source) if isinstance(node, ast.Call))


@cache
def _tree(source: Source) -> ast.Module:
    return ast.parse(source.text)


def _nodes(source: Source) -> Iterator[ast.AST]:
    return ast.walk(_tree(source))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{_dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def _at(source: Source, node: ast.AST, what: str) -> str:
    return f"{source.path}:{getattr(node, 'lineno', 0)}: {what}"
