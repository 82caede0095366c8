"""The house keeps its shape: sizes, rooms, plugs and words. See docs/architecture.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "yorisoi"
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 50, 200  # medians look after themselves; tails do not
CORE_TESTS_RATIO = 1.5  # lines of test for each line of core

SOURCES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SRC.rglob("*.html"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_file_is_too_long(path: Path) -> None:
    assert lines(path) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_function_is_too_long(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [(node.name, node.end_lineno - node.lineno + 1) for node in found if node.end_lineno is not None]
    assert [item for item in long if item[1] > FUNCTION_LINES] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_is_too_long(path: Path) -> None:
    assert lines(path) <= TEMPLATE_LINES


def test_every_app_has_the_same_rooms() -> None:
    for app in (path for path in (SRC / "apps").iterdir() if path.is_dir() and path.name != "__pycache__"):
        missing = [
            room
            for room in ("models.py", "selectors.py", "services.py", "views.py", "urls.py", "forms.py")
            if not (app / room).exists()
        ]
        assert missing == [], app.name


def test_no_room_is_empty() -> None:
    for folder in (path for path in SRC.rglob("*") if path.is_dir() and path.name != "__pycache__"):
        inside = [path for path in folder.iterdir() if path.name not in ("__init__.py", "__pycache__")]
        assert inside, f"{name(folder)} holds nothing"


def test_every_module_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in SOURCES
        if path.name != "apps.py"
        and lines(path) > 0
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []


def test_the_core_is_tested_more_than_it_is_written() -> None:
    source = sum(lines(path) for path in (SRC / "core").rglob("*.py"))
    tests = sum(
        lines(path)
        for folder in ("core", "stories")
        for path in (ROOT / "tests" / folder).rglob("*")
        if path.suffix in (".py", ".toml")
    )
    assert tests >= CORE_TESTS_RATIO * source, f"{tests} lines of tests for {source} lines of core"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_is_swallowed(path: Path) -> None:
    """An except that only passes hides a fault; contextlib.suppress names what it lets go."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            assert not (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)), f"line {node.lineno}"


@pytest.mark.parametrize("path", [p for p in SOURCES if "core" in p.relative_to(SRC).parts[:1]], ids=name)
def test_the_core_reads_no_clock(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("datetime.now(", "date.today(", "time.time(", "utcnow(", "random."):
        assert word not in text
