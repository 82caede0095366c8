"""What goes wrong at the command line, as one Japanese sentence."""

from __future__ import annotations

import os

import click

from yorisoi.doors.house import one_line

HEADINGS = {"Options": "選べること", "Commands": "できること"}


def of_usage(error: click.ClickException) -> str:
    """Say what was mistyped, and how to see what is possible."""
    hint = _hint(error)
    match error:
        case click.exceptions.NoSuchOption():
            near = f"({'・'.join(error.possibilities)} のことでしょうか)" if error.possibilities else ""
            return f"{error.option_name} という選択肢はありません{near}。{hint}"
        case click.MissingParameter():
            return f"{_label(error)} が足りません。{hint}"
        case click.BadParameter():
            return f"{_label(error)} を読めませんでした。{_expected(error)}"
        case click.exceptions.BadOptionUsage():
            return f"{error.option_name} に続く値が足りません。{hint}"
        case click.FileError():
            return f"「{error.ui_filename}」を開けませんでした。ファイルの場所と名前を確かめてください。"
        case click.UsageError() if error.message.startswith("No such command"):
            return f"{error.message.split(' ', 3)[-1].rstrip('.')} という命令はありません。{hint}"
        case click.UsageError():
            return f"書き方が合っていないようです({one_line_of(error)})。{hint}"
    return one_line_of(error)


def of_system(error: OSError) -> str:
    """Say which file or disk did not do its part."""
    place = f"「{os.fsdecode(error.filename)}」" if isinstance(error.filename, str | bytes) else "ファイル"
    match error:
        case FileNotFoundError():
            return f"{place}が見つかりません。場所と名前を確かめてください。"
        case IsADirectoryError():
            return f"{place}はフォルダーです。ファイルの名前まで書いてください。"
        case NotADirectoryError():
            return f"{place}はフォルダーの中にありません。場所を確かめてください。"
        case PermissionError():
            return f"{place}を読み書きする権限がありません。ファイルとフォルダーの権限を確かめてください。"
    reason = error.strerror or one_line(error)
    return f"{place}を読み書きできませんでした({reason})。場所と権限、空き容量を確かめてください。"


def of_surprise(error: Exception) -> str:
    """Say that something went wrong that nobody foresaw, and what can be done. What it was about stays private."""
    return (
        f"思いがけないことが起きて、終えられませんでした({type(error).__name__})。"
        "もう一度お試しください。続くときは、YORISOI_DEBUG=1 を付けると詳しい記録が出ます。"
    )


def one_line_of(error: click.ClickException) -> str:
    """Return the message without its line breaks."""
    return " ".join(error.message.split())


def _label(error: click.BadParameter) -> str:
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else "値"
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.make_metavar(error.ctx) if error.ctx else str(error.param.name)


def _expected(error: click.BadParameter) -> str:
    match error.param.type if error.param is not None else None:
        case click.Choice() as choice:
            return f"{'・'.join(str(each) for each in choice.choices)} のどれかにしてください。"
        case click.IntRange() as span:
            return f"{span.min}から{span.max}までの数で書いてください。"
        case kind if kind is click.INT:
            return "数で書いてください。"
    return one_line_of(error)


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "yorisoi"
    return f"`{path} --help` で使い方を見られます。"
