"""Write docs/reference anew from the code; with --check, say which page is stale and leave with 1.

Usage: ``make docs``, or ``python scripts/make_docs.py [--check]``.
"""

from __future__ import annotations

import ast
import dataclasses
import sys
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from yorisoi.apps.exchange.format import formats  # noqa: E402  (found by the line above)
from yorisoi.core.coach.rule import rules  # noqa: E402
from yorisoi.doors import demo, serve  # noqa: E402
from yorisoi.doors.cli import command_of  # noqa: E402
from yorisoi.doors.operation import Argument, Operation, Option, operations, parts  # noqa: E402

REFERENCE = ROOT / "docs" / "reference"
SETTINGS = ROOT / "src" / "yorisoi" / "config" / "settings.py"
NOTE = "<!-- Written by scripts/make_docs.py from the code. Change the code, then run `make docs`. -->"
# What each variable is for. A setting that is missing here, or one that no longer exists, stops the script.
MEANINGS = {
    "YORISOI_DATA": "Where everything is kept: the database, the signing key, safety copies. Made with mode 0700.",
    "YORISOI_DEBUG": "Show errors in the browser. Never on a machine that others reach.",
    "YORISOI_SECRET_KEY": "The signing key. Empty: one is made and kept in the data folder.",
    "YORISOI_PUBLIC_URL": "The address people use, e.g. `https://yorisoi.example.jp`; with https, cookies and HSTS follow.",
    "YORISOI_ALLOWED_HOSTS": "Names a browser may call the server by. `yorisoi serve` adds those of its `--host`.",
    "YORISOI_DATABASE_URL": "`postgres://user:password@host/name` for PostgreSQL 15+; empty for SQLite. "
    "`DATABASE_URL` is read when this is not set.",
    "YORISOI_TIME_ZONE": "Whose calendar decides which day it is.",
    "YORISOI_NOW": "A fixed moment (ISO 8601) for demonstrations and tests; empty in real life.",
    "YORISOI_READ_CARDS_BEHIND": "Read photographed cards in a thread of the web process. Off, they wait.",
    "YORISOI_LOG_LEVEL": "Python's log level. Personal notes are never logged at any level.",
}
# What a type is called by those who read JSON.
WORDS = {
    "str": "text", "int": "integer", "float": "number", "bool": "boolean", "Path": "path", "date": "YYYY-MM-DD",
    "datetime": "ISO 8601",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write or check every page; return the exit code."""
    pages: dict[str, Callable[[], str]] = {
        "operations.md": operations_page,
        "rules.md": rules_page,
        "formats.md": formats_page,
        "settings.md": settings_page,
    }
    stale = []
    for name, write in pages.items():
        path, text = REFERENCE / name, write()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in arguments:
            stale.append(str(path.relative_to(ROOT)))
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    if stale:
        print(f"stale: {', '.join(stale)} (run `make docs`)", file=sys.stderr)
    return 1 if stale else 0


def operations_page() -> str:
    """Every command, its question and its answer."""
    lines = [
        "# Operations",
        NOTE,
        "",
        "Each operation is a typed question and a typed answer; the command line is built from them. `--json` prints the",
        "answer as one JSON document with exactly the fields below; fields are added in later versions, never renamed.",
        "Whatever a person can put right ends with exit code 2 and one line on stderr.",
        "",
    ]
    for operation in operations():
        lines += _operation(operation)
    for command in (serve.command, demo.command):
        lines += [f"## yorisoi {command.name}", "", (command.callback.__doc__ or "").strip(), ""]
        rows = [
            (f"`{' / '.join((*o.opts, *o.secondary_opts))}`", o.type.name, getattr(o, "help", "") or "")
            for o in command.params
        ]
        lines += [*_table(("option", "type", "meaning"), rows), ""]
    return _page(lines)


def _operation(operation: Operation) -> Iterator[str]:
    usage = " ".join(piece for piece in command_of(operation).collect_usage_pieces(_context(operation)))
    yield f"## yorisoi {operation.name}"
    yield ""
    yield operation.story
    yield ""
    yield f"    yorisoi {operation.name} {usage}"
    yield ""
    rows = []
    for name, kind, part, default in parts(operation.question):
        if isinstance(part, Argument):
            shown = f"`{part.label}`"
        else:
            shown = f"`--{name.strip('_').replace('_', '-')}`" if isinstance(part, Option) else "standard input"
        needed = "required" if default is dataclasses.MISSING else _default(default)
        rows.append((shown, f"`{_type(kind)}`", needed, part.words))
    if rows:
        yield from _table(("question", "type", "default", "meaning"), rows)
        yield ""
    yield from _table(("answer", "type", "meaning"), list(_fields(operation.answer)))
    yield ""
    if operation.each_answer is not None:
        yield "With `--jsonl`, each line of standard input is answered by one line:"
        yield ""
        yield from _table(("answer", "type", "meaning"), list(_fields(operation.each_answer)))
        yield ""


def _context(operation: Operation) -> Any:
    import click

    return click.Context(command_of(operation))


def _default(value: Any) -> str:
    return "" if value in (None, "", (), False) else f"`{value}`"


def _fields(kind: type[Any], before: str = "") -> Iterator[tuple[str, str, str]]:
    """Every field of an answer, those of the objects inside it too, as a path."""
    hints = typing.get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        inner, words = typing.get_args(hints[field.name])
        yield f"`{before}{field.name}`", f"`{_type(inner)}`", words
        for part in (inner, *typing.get_args(inner)):
            if dataclasses.is_dataclass(part):
                many = "[]" if typing.get_origin(inner) in (list, tuple) else ""
                yield from _fields(typing.cast(type[Any], part), f"{before}{field.name}{many}.")


def _type(kind: Any) -> str:
    """A type as JSON readers know it."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return " | ".join(f'"{choice}"' for choice in inside)
    if origin in (types.UnionType, typing.Union):
        return " | ".join("null" if part is types.NoneType else _type(part) for part in inside)
    if origin in (list, tuple):
        return f"[{_type(inside[0])}]"
    if origin is dict:
        return "{}" if inside[1] is Any else f"{{name: {_type(inside[1])}}}"
    if dataclasses.is_dataclass(kind):
        return "{}"
    return WORDS.get(kind.__name__, str(kind.__name__))


def rules_page() -> str:
    """The coach's rules, weightiest for the recipient first."""
    lines = ["# Rules of the coach", NOTE, "", "One file each under `src/yorisoi/core/coach/rules/`.", ""]
    for rule in sorted(rules(), key=lambda rule: (-rule.weight, rule.id)):
        first, _, rest = rule.summary.partition("\n")
        lines += [f"## {rule.id} {rule.name}", "", first, "", *(f"- {line}" for line in rest.splitlines() if line), ""]
        lines += [
            f"Weight {rule.weight}; {len(rule.flagged)} examples that must be flagged, {len(rule.passing)} that must not.",
            "",
        ]
    return _page(lines)


def formats_page() -> str:
    """The file formats people and the past come in by."""
    lines = ["# Formats", NOTE, "", "One file each under `src/yorisoi/apps/exchange/formats/`.", ""]
    for each in formats():
        out = "in and out" if hasattr(each, "write") else "in"
        lines += [f"## {each.name} {each.label}", "", (each.__doc__ or "").strip(), ""]
        lines += [f"Extensions: {', '.join(f'`.{name}`' for name in each.extensions)} · {out}", ""]
    return _page(lines)


def settings_page() -> str:
    """Every variable of the environment that is read."""
    found = dict(_settings())
    if found.keys() != MEANINGS.keys():
        raise SystemExit(f"MEANINGS does not fit the settings: {sorted(found.keys() ^ MEANINGS.keys())}")
    rows = [
        (f"`{name}`", kind, f"`{default}`" if default else "", words)
        for name, words in MEANINGS.items()
        for kind, default in [found[name]]
    ]
    lines = [
        "# Settings",
        NOTE,
        "",
        "Read once from the environment; one that cannot be read stops the start, by name.",
        "",
    ]
    return _page([*lines, *_table(("variable", "type", "default", "meaning"), rows), ""])


def _settings() -> Iterator[tuple[str, tuple[str, str]]]:
    """Find each ``env.<type>("NAME", default)`` in the settings."""
    for node in ast.walk(ast.parse(SETTINGS.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env"), attr=kind),
                args=[ast.Constant(value=str(name)), *rest],
            ):
                default = ast.unparse(rest[0]) if rest else ""
                shown = {"''": "", "None": "", "str(Path.home() / '.yorisoi')": "~/.yorisoi"}.get(default, default)
                yield f"YORISOI_{name}", (kind, "" if "environ" in shown else shown.strip("'"))


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return ["| " + " | ".join(line) + " |" for line in (list(head), ["---"] * len(head), *cells)]


def _page(lines: Any) -> str:
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
