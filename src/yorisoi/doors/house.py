"""Opening the house from the command line: the clock, the settings, the tables, the owner."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yorisoi.doors.operation import EARLIEST_YEAR, LATEST_YEAR, House, Needs, Progress, RefusedError, quiet

if TYPE_CHECKING:
    from yorisoi.apps.accounts.models import Owner

TIME_ZONE = "Asia/Tokyo"  # where most readers live; YORISOI_TIME_ZONE names another


def current_time() -> datetime:
    """Return now, aware, in the house's time zone; or the fixed moment of ``YORISOI_NOW``.

    Raises:
        RefusedError: one of the two variables cannot be read.
    """
    name = os.environ.get("YORISOI_TIME_ZONE") or TIME_ZONE
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RefusedError(
            f"YORISOI_TIME_ZONE の「{name}」は知らない地域です。Asia/Tokyo のように書いてください。"
        ) from error
    fixed = os.environ.get("YORISOI_NOW")
    if not fixed:
        return datetime.now(UTC).astimezone(zone)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise RefusedError(f"YORISOI_NOW の「{fixed}」を日時として読めませんでした。") from error
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise RefusedError(f"YORISOI_NOW は{EARLIEST_YEAR}年から{LATEST_YEAR}年までの日時にしてください。")
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def read_settings() -> None:
    """Load the settings and the apps. The database is not opened.

    Raises:
        RefusedError: a setting cannot be read; the sentence carries its name.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")
    import django
    from django.apps import apps

    if apps.ready:
        return
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        django.setup()
    except EnvError as error:
        name = re.search(r"YORISOI_\w+", str(error))
        raise RefusedError(
            f"設定 {name[0] if name else ''} の値を読めませんでした。書き方を確かめてください。"
        ) from error
    except (ImproperlyConfigured, ValueError) as error:
        raise RefusedError(f"設定を読めませんでした: {one_line(error)}") from error


def bring_up_to_date(database: str = "default") -> list[str]:
    """Apply the migrations that the database still lacks and return their names, e.g. ``contacts.0001_initial``."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[database])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0, database=database)
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def the_owner() -> Owner:
    """Return whose house this is, opening it for them on the first start."""
    from yorisoi.apps.accounts.services import ensure_owner

    return ensure_owner()


def enter(needs: Needs, *, now: datetime, progress: Progress = quiet) -> House:
    """Return a house in which an operation with these needs can run."""
    if needs is Needs.NOTHING:
        return House(now=now, progress=progress)
    read_settings()
    if needs is Needs.MEMORY:
        bring_up_to_date()
    return House(now=now, find_owner=the_owner, progress=progress)


def show_progress(what: str, done: int, total: int) -> None:
    """Show progress to someone watching a terminal; a script's stderr stays clean for its one line of error."""
    if not sys.stderr.isatty():
        return
    count = f"{done:,}/{total:,}" if total else f"{done:,}"
    end = "\n" if total and done >= total else ""
    sys.stderr.write(f"\r{what} {count}{end}")
    sys.stderr.flush()


def one_line(error: BaseException) -> str:
    """Return what an error says, without its line breaks."""
    return " ".join(str(error).split())
