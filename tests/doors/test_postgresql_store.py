"""Backup and restore on PostgreSQL, in a database of the test's own beside the others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

URL = os.environ.get("DATABASE_URL", "")
NAME = "yorisoi_backup_test"
PHOTOGRAPH = Path(__file__).parents[1] / "samples" / "card_photo" / "code.png"

pytestmark = pytest.mark.skipif(
    not URL.startswith("postgres"), reason="runs beside a PostgreSQL (scripts/with_postgres)"
)


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty database."""
    import psycopg

    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
        yield urlunsplit(urlsplit(URL)._replace(path=f"/{NAME}"))
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.fixture
def run(postgres: str, in_house: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: in_house(*arguments, DATABASE_URL=postgres)


def rows(url: str) -> dict[str, list[str]]:
    import psycopg

    with psycopg.connect(url) as connection:
        names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {
            name: sorted(row[0] for row in connection.execute(f'SELECT t::text FROM "{name}" AS t')) for name in names
        }


def test_a_backup_comes_back_row_by_row(run: Callable[..., Any], postgres: str, tmp_path: Path) -> None:
    file = tmp_path / "house.yorisoi"
    assert "まだデータがありません" in run("backup", file).stderr
    card = tmp_path / "one.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nN:相沢;沙織;;;\nFN:相沢 沙織\nEND:VCARD\n", encoding="utf-8")
    assert run("import", card, PHOTOGRAPH, "--apply").returncode == 0
    kept = rows(postgres)
    assert len(kept["cards_cardimage"]) == 1
    done = run("backup", file)
    assert done.returncode == 0, done.stderr
    assert run("record", "相沢", "--kind", "meeting", "--direction", "mutual", "--channel", "in_person").returncode == 0
    assert "--replace" in run("restore", file).stderr
    done = run("restore", file, "--replace", "--json")
    assert done.returncode == 0, done.stderr
    assert rows(postgres) == kept
    assert Path(json.loads(done.stdout)["kept"]).stat().st_size > 0
    assert json.loads(run("show", "相沢", "--json").stdout)["timeline"] == []


def test_what_is_refused_leaves_the_tables_as_they_were(
    run: Callable[..., Any], postgres: str, in_house: Callable[..., Any], tmp_path: Path
) -> None:
    import zipfile

    file = tmp_path / "house.yorisoi"
    assert run("migrate").returncode == 0
    assert run("link").returncode == 0
    assert run("backup", file).returncode == 0
    before = rows(postgres)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "liar", "w") as new:
        told = json.loads(old.read("manifest.json"))
        told["tables"]["accounts_owner"]["rows"] = 7
        new.writestr("manifest.json", json.dumps(told))
        new.writestr(told["payload"], old.read(told["payload"]))
    done = run("restore", tmp_path / "liar", "--replace")
    assert done.returncode == 2
    assert "accounts_owner" in done.stderr
    assert rows(postgres) == before
    sqlite = tmp_path / "sqlite.yorisoi"
    assert in_house("backup", sqlite).returncode == 0
    assert "sqlite のものです" in run("restore", sqlite, "--replace").stderr
    assert rows(postgres) == before
