"""The rules of the house: rooms in order, packages fenced, nothing at import, small pieces."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

import mobiflow

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "src" / "mobiflow"
MODULES: Final = {
    ".".join(("mobiflow", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "skeleton" not in path.parts  # what `mobiflow new-plugin` writes is nobody's module yet
}

LATE: Final = {
    ("mobiflow.cli", "mobiflow.cli.app"): "click and rich may be missing: main() says so",
    ("mobiflow.cli", "mobiflow.cli.help"): "who asks for the version needs no help",
    ("mobiflow.cli.options", "rich_click"): "only who asks for help pays",
    ("mobiflow.cli.output.session", "rich.progress"): "only who watches long work pays",
    ("mobiflow.cli.ending", "mobiflow.cli.output.refused"): "the engine: who was refused has it",
    ("mobiflow._plugins.definitions", "mobiflow.formats"): "cattrs: only who reads files pays",
    ("mobiflow.engine", "mobiflow.formats"): "cattrs: only who stores pays",
    ("mobiflow.flow", "mobiflow.formats"): "cattrs: only who stores pays",
    (
        "mobiflow._plugins.discovery",
        "importlib.metadata",
    ): "heavy: only who names an installed plugin pays",
    ("mobiflow.errors", "difflib"): "heavy: only who is told what may be meant pays",
    ("mobiflow.i18n", "gettext"): "heavy: only who reads a sentence pays",
    ("mobiflow.model.learning", "decimal"): "heavy: only who marks by numbers pays",
    ("mobiflow.text.summary", "html"): "heavy: only who shows HTML pays",
}
"""The only imports inside functions, with the reason for each."""

HEAVY: Final = {
    "calendar",
    "decimal",
    "difflib",
    "gettext",
    "html",
    "importlib.resources",
    "tempfile",
}
"""What of the standard library is not loaded before somebody needs it."""

FENCED: Final = {
    "transitions": {"mobiflow._compiler.machine"},
    "cattrs": {"mobiflow.formats.by_form", "mobiflow.formats.structuring"},
    "pluggy": {"mobiflow._plugins.discovery", "mobiflow.hookspecs"},
}
"""Who may know a package."""

COMMAND_LINE: Final = {"click", "rich", "rich_click"}
"""What only the command line knows."""

AROUND: Final = {"cli", "testing"}
"""What is around the library, and uses it as anybody may."""

PUBLIC: Final = [
    name
    for name in MODULES
    if not any(part.startswith("_") for part in name.split("."))
    and not name.startswith(("mobiflow.cli", "mobiflow.plugins"))
]
"""What may be imported by anybody. Plugins are found by their hooks instead."""


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text("utf-8"))


def imported_by(name: str, inside: ast.AST | None = None) -> Iterator[str]:
    """What a module imports, anywhere: late, and for type checkers, too."""
    for node in ast.walk(inside or parsed(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, "relative"
            assert node.level == 0, "relative"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# -- rooms


def rooms() -> list[str]:
    """The rooms of the architecture page, from the top down."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = text[text.index("## The rooms") : text.index("## The life")]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return [room for cell in first_cells for room in re.findall(r"`(\w+)`", cell)]


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def test_the_architecture_page_has_every_room_once() -> None:
    assert sorted(rooms()) == sorted({room_of(name) for name in MODULES})


def test_the_architecture_page_sends_nobody_to_a_place_that_is_not_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    places = re.findall(r"`([\w./-]+(?:/|\.\w{2,4}))`", text)
    assert len(places) > 30
    assert [p for p in places if not any((top / p).exists() for top in (PACKAGE, ROOT))] == []


def test_imports_go_down_as_the_architecture_page_says() -> None:
    order = {room: place for place, room in enumerate(rooms())}
    upwards = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imported_by(name)
        if other.partition(".")[0] == "mobiflow" and order[room_of(other)] < order[room_of(name)]
    ]
    assert upwards == []


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        name: {other for other in imported_by(name) if other in MODULES and other != name}
        for name in MODULES
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def levels() -> Mapping[str, int]:
    """How high each room stands: one above the highest room it imports, late or not."""
    graph: dict[str, set[str]] = {room_of(name): set() for name in MODULES}
    for name in MODULES:
        others = {room_of(other) for other in imported_by(name) if other in MODULES}
        graph[room_of(name)] |= others - {room_of(name)}
    found: dict[str, int] = {}
    for room in TopologicalSorter(graph).static_order():
        found[room] = 1 + max((found[other] for other in graph[room]), default=0)
    return found


def test_the_house_has_few_rooms_on_few_levels() -> None:
    found = levels()
    assert len(found) <= 32
    assert max(found.values()) <= 14
    assert found["_compiler"] <= 8


def test_an_import_inside_a_function_has_a_reason() -> None:
    late = {
        (name, other)
        for name in MODULES
        for function in functions(name)
        for other in imported_by(name, function)
    }
    assert late == set(LATE)


# -- fences


def test_built_in_plugins_import_what_anybodys_plugin_may() -> None:
    own = set[str]()
    found = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imported_by(name)
        if room_of(name) == "plugins"
        and other.partition(".")[0] == "mobiflow"
        and not other.startswith("mobiflow.plugins")
        and other not in {*PUBLIC, *own}
    ]
    assert found == []


def test_what_is_around_the_library_uses_what_everybody_may() -> None:
    around = [name for name in MODULES if room_of(name) in AROUND]
    private = [
        f"{name} imports {other}"
        for name in around
        for other in imported_by(name)
        if other.startswith("mobiflow.")
        and room_of(other) != room_of(name)
        and any(part.startswith("_") for part in other.split("."))
    ]
    assert private == []
    named = [
        f"{name} imports {node.module}.{alias.name}"
        for name in around
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mobiflow")
        for alias in node.names
        if alias.name not in getattr(import_module(node.module), "__all__", [])
        and f"{node.module}.{alias.name}" not in MODULES
        and alias.name != "__version__"
    ]
    assert named == []
    inside = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name in around
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Attribute)
        and re.fullmatch(r"_[^_]\w*", node.attr)
        and ast.unparse(node.value) not in {"self", "cls"}
        and node.attr != "_replace"  # what named tuples have
    ]
    assert inside == []


def test_each_package_is_known_in_its_own_room_only() -> None:
    for package, fence in FENCED.items():
        knowing = {
            name
            for name in MODULES
            if any(other.partition(".")[0] == package for other in imported_by(name))
        }
        assert knowing == fence, package


def test_only_the_command_line_knows_how_to_draw() -> None:
    found = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imported_by(name)
        if other.partition(".")[0] in COMMAND_LINE and room_of(name) != "cli"
    ]
    assert found == []


def test_nothing_is_evaluated_or_unpickled() -> None:
    found = [
        f"{name}:{node.lineno} {ast.unparse(node.func)}"
        for name in MODULES
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"eval", "exec", "compile", "__import__", "yaml.load"}
    ]
    assert found == []
    unsafe = {"pickle", "marshal", "shelve", "yaml", "dill", "cloudpickle"}
    assert [
        f"{name} imports {other}"
        for name in MODULES
        for other in imported_by(name)
        if other.partition(".")[0] in unsafe
    ] == []


def test_time_is_given_to_the_core_and_the_environment_is_not_read() -> None:
    asked = re.compile(r"^(datetime|date|time|datetime\.datetime)\.(now|today|utcnow|time)$")
    found = [
        name
        for name in MODULES
        for node in ast.walk(parsed(name))
        if room_of(name) != "cli"
        and (
            (isinstance(node, ast.Call) and asked.match(ast.unparse(node.func)))
            or (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"})
        )
    ]
    assert found == ["mobiflow.engine"], "the default clock, and nothing else"


# -- nothing happens on import

WATCH: Final = """
import importlib.metadata, logging, sys

written = []

def hook(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+"):
        written.append(arguments[0])
    if event.startswith(("socket.", "subprocess.", "os.mkdir", "os.rename", "os.remove")):
        written.append(event)

def scanned(*_, **__):
    raise AssertionError("entry points were read")

importlib.metadata.entry_points = scanned
importlib.metadata.distributions = scanned
handlers = [logging.getLogger(name).handlers for name in ("", "mobiflow", "transitions")]
before = [list(known) for known in handlers]
already = set(sys.modules)
sys.addaudithook(hook)
import MODULE
print(written, [list(known) for known in handlers] == before)
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - already}))
"""


def watched(module: str, folder: Path) -> tuple[str, set[str]]:
    """What importing a module does, and which packages it loads, in a fresh interpreter."""
    run = subprocess.run(
        [sys.executable, "-B", "-c", WATCH.replace("MODULE", module)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == ""
    assert list(folder.iterdir()) == []
    done, loaded = run.stdout.splitlines()
    return done, set(loaded.split())


def test_importing_does_nothing_and_loads_nothing_heavy(tmp_path: Path) -> None:
    everything = "mobiflow, mobiflow.testing, mobiflow.imports; from mobiflow import *"
    done, loaded = watched(everything, tmp_path)
    assert done == "[] True"
    assert loaded.isdisjoint({"cattrs", "msgspec", "sqlalchemy", "pytest", *COMMAND_LINE})
    assert {"attrs", "pluggy", "transitions", "mobiflow"} <= loaded


def test_importing_loads_no_plugin_and_no_serialization(tmp_path: Path) -> None:
    code = "import sys; before = {*sys.modules}; from mobiflow import *; "
    run = subprocess.run(
        [sys.executable, "-B", "-c", f"{code} print(*sorted({{*sys.modules}} - before))"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = run.stdout.split()
    rooms = {room_of(name) for name in loaded if name.startswith("mobiflow.")}
    assert rooms.isdisjoint({"plugins", "formats", "cli", "testing", "imports"})
    assert {"mobiflow.engine", "hashlib"} <= {*loaded}
    assert HEAVY.isdisjoint(loaded)


def test_the_package_by_itself_loads_none_of_its_modules(tmp_path: Path) -> None:
    done, loaded = watched("mobiflow, mobiflow._version", tmp_path)
    assert done == "[] True"
    assert loaded.isdisjoint({"attrs", "pluggy", "transitions", *COMMAND_LINE})


def test_an_engine_is_built_without_reading_entry_points(tmp_path: Path) -> None:
    done, _ = watched("mobiflow; mobiflow.Engine()", tmp_path)
    assert done == "[] True"


# -- the public face


def in_order(name: str) -> tuple[bool, bool, str]:
    """Constants first, then classes, then functions: what the linter sorts by."""
    return not name.isupper(), not name[0].isupper(), name


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_list_of_a_module_is_sorted_and_true(name: str) -> None:
    listed: list[str] = import_module(name).__all__
    assert listed == sorted(listed, key=in_order)
    assert len(set(listed)) == len(listed)
    assert not [public for public in listed if public.startswith("_")]
    namespace: dict[str, object] = {}
    exec(f"from {name} import *", namespace)  # noqa: S102  # a star import, in a function
    assert namespace.keys() - {"__builtins__"} == {*listed}


def test_every_public_name_is_imported_from_where_type_checkers_find_it() -> None:
    promised = {
        node.module: tuple(alias.name for alias in node.names)
        for block in parsed("mobiflow").body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
    }
    assert promised == mobiflow._NAMES
    assert sorted(mobiflow._HOME) == sorted(mobiflow.__all__)


def test_every_public_module_is_at_hand_without_being_imported_by_name() -> None:
    rooms = {name.split(".")[1] for name in PUBLIC if name.count(".") == 1}
    assert set(mobiflow._ROOMS) == rooms
    assert {*rooms, *mobiflow.__all__, "__version__"} == set(dir(mobiflow))
    with pytest.raises(AttributeError, match="module 'mobiflow' has no attribute 'Lerner'"):
        getattr(mobiflow, "Lerner")  # noqa: B009  # a type checker knows


# -- small pieces, and no state


@pytest.mark.parametrize("name", MODULES)
def test_a_module_and_its_functions_can_be_taken_in(name: str) -> None:
    lines = MODULES[name].read_text("utf-8").count("\n")
    assert lines <= 320
    assert [
        function.name
        for function in functions(name)
        if (function.end_lineno or 0) - function.lineno >= 60
    ] == []


COLLECTIONS: Final = {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict"}
MUTATORS: Final = re.compile(
    "append|extend|insert|remove|pop|popitem|clear|update|setdefault|add|discard|sort"
)


def mutable(value: ast.expr | None) -> bool:
    """Whether an expression makes a collection that can be changed."""
    if isinstance(value, ast.Call):
        called = value.func.value if isinstance(value.func, ast.Subscript) else value.func
        return ast.unparse(called).rpartition(".")[2] in COLLECTIONS
    displays = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    return isinstance(value, displays)


def collections_of(name: str) -> Mapping[str, ast.expr | None]:
    """The changeable collections at the top of a module, with their annotations."""
    found: dict[str, ast.expr | None] = {}
    for node in parsed(name).body:
        if isinstance(node, ast.AnnAssign) and mutable(node.value):
            found[ast.unparse(node.target)] = node.annotation
        elif isinstance(node, ast.Assign) and mutable(node.value):
            found |= {ast.unparse(target): None for target in node.targets}
    return found


def test_collections_at_the_top_of_a_module_are_constants() -> None:
    found = [
        f"{name}.{variable}"
        for name in MODULES
        for variable, annotation in collections_of(name).items()
        if variable != "__all__"
        and not re.fullmatch(r"_?[A-Z][A-Z0-9_]*", variable)
        and not (annotation and ast.unparse(annotation).startswith("Final"))
    ]
    assert found == []


def changed_in(function: ast.AST) -> Iterator[str]:
    """The names whose collections a function changes in place, and those it declares global."""
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield from node.names
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield ast.unparse(node.value)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and MUTATORS.fullmatch(node.func.attr)
        ):
            yield ast.unparse(node.func.value)


def locals_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and _stores(n)}
    arguments = {a.arg for a in ast.walk(function) if isinstance(a, ast.arg)}
    return stored | arguments


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def test_no_function_changes_what_belongs_to_its_module() -> None:
    assert list(_changed(MODULES)) == []


def _changed(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        shared = {*collections_of(name)}
        for function in functions(name):
            for variable in changed_in(function):
                if variable in shared - locals_of(function):
                    yield f"{name}.{function.name} changes {variable}"


def test_the_patterns_find_what_they_are_for() -> None:
    tree = ast.parse("def f():\n    KNOWN['x'] = 1\n    KNOWN.update(y=2)\n    global OTHER\n")
    assert sorted(changed_in(tree)) == ["KNOWN", "KNOWN", "OTHER"]
    for text, is_mutable in {"dict[str, int]()": True, "{}": True, "()": False}.items():
        assert mutable(ast.parse(text, mode="eval").body) is is_mutable
