"""The command line: one command for each operation, and the few that start something.

Thin on purpose. A command is made from the question's fields; the answer is printed in words, or as JSON.
Mistakes end with exit code 2 and one line on stderr; so does what nobody foresaw, with exit code 1.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn

import click

from yorisoi import __version__
from yorisoi.doors import demo, house, serve, words
from yorisoi.doors.operation import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    Argument,
    Operation,
    Option,
    Part,
    RefusedError,
    StandardInput,
    operations,
    parts,
    plain,
)

MISTAKE = 2  # exit code of everything a person can put right
UNEXPECTED = 1  # exit code of what nobody foresaw
INTERRUPTED = 130  # what shells expect after Ctrl-C
SAID_YES = frozenset({"1", "true", "yes", "on", "y", "t"})  # of YORISOI_DEBUG, as the settings read it
ORDER = (
    "demo",
    "serve",
    "link",
    "import",
    "card",
    "today",
    "show",
    "record",
    "check",
    "events",
    "courtesy",
    "distance",
)  # first in the help


class _Formatter(click.HelpFormatter):
    """Click's help with Japanese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "使い方: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(words.HEADINGS.get(heading, heading))


click.Context.formatter_class = _Formatter


class Moment(click.ParamType):  # type: ignore[type-arg]  # generic only in its stubs
    """A date, or a date and time, in ISO 8601; a time without offset is the house's own."""

    def __init__(self, kind: type[date]) -> None:
        self.kind = kind
        self.name = "日時" if kind is datetime else "日付"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read ``2026-11-21`` or ``2026-11-21T10:30``."""
        if isinstance(value, date):
            return value
        try:
            found = self.kind.fromisoformat(value)
        except ValueError:
            shape = "2026-11-21T10:30" if self.kind is datetime else "2026-11-21"
            self.fail(f"「{value}」は {shape} の形で書いてください。", param, ctx)
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            self.fail(f"{EARLIEST_YEAR}年から{LATEST_YEAR}年までの{self.name}にしてください。", param, ctx)
        if isinstance(found, datetime) and found.tzinfo is None:
            return found.replace(tzinfo=house.current_time().tzinfo)
        return found


class _Helped(click.Command):
    """A command whose help option speaks Japanese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "使い方を表示します。"
        return option


class Door(_Helped, click.Group):
    """The group of all commands. Whatever a person can put right ends in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and leave with its exit code."""
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except RefusedError as error:
            _end(str(error))
        except click.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _end(words.of_usage(error))
        except OSError as error:
            _end(words.of_system(error))
        except UnicodeDecodeError:
            _end("文字を読めませんでした。UTF-8で保存したものを渡してください。")
        except Exception as error:  # noqa: BLE001  (the last resort: whoever asked gets one line)
            if os.environ.get("YORISOI_DEBUG", "").casefold() in SAID_YES:
                traceback.print_exc()
            if _from_database(error):
                _end(f"データベースを使えませんでした: {house.one_line(error)}")
            _end(words.of_surprise(error), UNEXPECTED)
        sys.exit(code if isinstance(code, int) else 0)


def command_of(operation: Operation) -> click.Command:
    """Return the click command that asks ``operation`` its question."""
    asked = parts(operation.question)
    from_stdin = [name for name, _, part, _ in asked if isinstance(part, StandardInput)]
    parameters = [_parameter(*each) for each in asked if not isinstance(each[2], StandardInput)]
    parameters.append(click.Option(["--json", "as_json"], is_flag=True, help="結果をJSONで出します。"))
    if operation.each:
        parameters.append(
            click.Option(["--jsonl", "by_line"], is_flag=True, help="標準入力を一行ずつ読み、一行ずつ答えます。")
        )

    def run(as_json: bool, by_line: bool = False, **given: Any) -> None:
        if by_line and operation.each:
            _stream(operation.each, sys.stdin.buffer)
            return
        _refuse_bytes(given)
        for name in from_stdin:
            given[name] = sys.stdin.buffer.read().decode("utf-8-sig")
        question = operation.question(**given)
        entered = house.enter(operation.needs(question), now=house.current_time(), progress=house.show_progress)
        answer = operation.run(question, entered)
        click.echo(as_text(answer) if as_json else operation.render(answer))

    return _Helped(operation.name, callback=run, params=parameters, help=operation.summary)


def as_text(answer: Any) -> str:
    """Return an answer as one JSON document, keys in the order of its fields."""
    return json.dumps(plain(answer), ensure_ascii=False, indent=2)


def _parameter(name: str, hint: Any, part: Part, default: Any) -> click.Parameter:
    many = typing.get_origin(hint) is tuple
    kind = _kind(typing.get_args(hint)[0] if many else hint, getattr(part, "within", None))
    required = default is MISSING
    if isinstance(part, Argument):
        return click.Argument([name], type=kind, nargs=-1 if many else 1, required=required, metavar=part.label)
    declared = [f"--{name.strip('_').replace('_', '-')}", name]  # a name that Python keeps for itself ends in "_"
    if kind is bool:
        return click.Option(declared, is_flag=True, default=default, help=part.words)
    shape = {} if required else {"default": default}  # click takes a default of None for an answer
    label = part.label if isinstance(part, Option) else None
    return click.Option(declared, type=kind, multiple=many, required=required, metavar=label, help=part.words, **shape)


def _kind(hint: Any, within: tuple[int, int] | None) -> click.ParamType[Any] | type[Any]:
    bare = _bare(hint)
    if within is not None:
        return click.IntRange(*within)
    if typing.get_origin(bare) is Literal:
        return click.Choice([str(choice) for choice in typing.get_args(bare)])
    if bare in (date, datetime):
        return Moment(bare)
    if bare is Path:
        return click.Path(path_type=Path)
    return typing.cast(type[Any], bare)


def _bare(hint: Any) -> Any:
    """Return ``T`` of ``T | None``."""
    if typing.get_origin(hint) in (UnionType, typing.Union):
        return next(part for part in typing.get_args(hint) if part is not NoneType)
    return hint


def _stream(each: Callable[[str], Any], lines: Iterable[bytes]) -> None:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = each(line.decode("utf-8-sig").rstrip())
        except UnicodeDecodeError as error:
            raise RefusedError(
                f"{number}行目: 文字を読めませんでした。UTF-8で保存したものを渡してください。"
            ) from error
        except RefusedError as error:
            raise RefusedError(f"{number}行目: {error}") from error
        click.echo(json.dumps(plain(answer), ensure_ascii=False))  # flushed: whoever reads along gets it at once


def _end(sentence: str, code: int = MISTAKE) -> NoReturn:
    line = " ".join(sentence.split()) + "\n"
    sys.stderr.write(line.encode(errors="replace").decode())  # a name that is no text has signs no terminal takes
    sys.exit(code)


def _refuse_bytes(given: dict[str, Any]) -> None:
    """Refuse words that were no UTF-8 when they were typed: nothing could keep or look them up. Paths may be such."""
    for value in given.values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str) and not each.isascii() and any("\ud800" <= sign <= "\udfff" for sign in each):
                raise RefusedError("文字を読めませんでした。UTF-8で書いてください。")


def _from_database(error: Exception) -> bool:
    """Say whether Django's database layer raised this, without importing Django for commands that need none."""
    base = getattr(sys.modules.get("django.db"), "Error", None)
    return base is not None and isinstance(error, base)


def build() -> Door:
    """Return the whole command line: the operations, and what starts something and stays."""
    door = Door(
        "yorisoi",
        help="寄り添い: 押しつけずに、ご縁を長く続けるための道具です。",
        commands={
            command.name or "": command for command in (*map(command_of, operations()), serve.command, demo.command)
        },
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    click.version_option(__version__, prog_name="yorisoi", help="版を表示します。")(door)
    return door


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    build().main(args=list(arguments) if arguments is not None else None, prog_name="yorisoi")
    raise AssertionError("the command line always leaves by an exit code")
