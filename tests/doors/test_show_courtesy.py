"""``yorisoi courtesy``: the calendar day by day, with its reasons, and without a house."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


def answer(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_days_of_a_tax_accountant(yorisoi: Run) -> None:
    result = yorisoi("courtesy", "--profession", "税理士", "--from", "2026-12-01", "--days", "90")
    lines = result.output.splitlines()
    assert lines[0] == "税理士の暦 2026年12月1日(火)〜2027年2月28日(日) メール"
    assert "12月1日(火)〜3日(木)  短めに" in lines
    assert "12月4日(金)  ふだんどおり" in lines
    assert "12月29日(火)〜1月3日(日)  そっと待つ" in lines
    assert "── 2027年 ──" in lines
    assert "    〃 税理士の方は、所得税の確定申告でとてもお忙しい時期" in lines
    assert any(line.startswith("◇ 年賀 1月1日(金)〜7日(木)") for line in lines)
    assert any(line.startswith("※ 税理士試験") for line in lines)


def test_json_holds_every_day_once(yorisoi: Run) -> None:
    found = answer(yorisoi("courtesy", "--profession", "zeirishi", "--from", "2026-12-01", "--days", "90", "--json"))
    assert (found["profession"], found["name"], found["first"], found["last"]) == (
        "zeirishi",
        "税理士",
        "2026-12-01",
        "2027-02-28",
    )
    days = found["days"]
    assert days[0]["first"] == "2026-12-01"
    assert days[-1]["last"] == "2027-02-28"
    assert {day["weather"] for day in days} <= {"hold", "short", "brief", "open", "calm"}
    season = next(each for day in days for each in day["reasons"] if each["code"] == "season.zeirishi")
    assert season["level"] == 2
    assert (season["first"], season["last"]) == ("2026-12-10", "2027-02-01")
    assert "http" in season["source"]


def test_tags_and_channels_are_asked(yorisoi: Run) -> None:
    options = ("--profession", "行政書士", "--from", "2026-07-15", "--days", "1", "--json")
    plain = answer(yorisoi("courtesy", *options))
    visas = answer(yorisoi("courtesy", *options, "--tag", "入管", "--tag", "関西"))
    assert (plain["days"][0]["level"], visas["days"][0]["level"]) == (2, 0)
    assert visas["fields"] == ["入管"]
    sunday = ("--from", "2026-10-18", "--days", "1", "--json")
    mail, letter = (answer(yorisoi("courtesy", *sunday, "--channel", name)) for name in ("email", "letter"))
    assert (mail["days"][0]["level"], letter["days"][0]["level"]) == (2, 0)


def test_without_anything_it_begins_today(yorisoi: Run) -> None:
    found = answer(yorisoi("courtesy", "--json"))
    assert (found["profession"], found["name"], found["first"]) == ("general", "", "2026-11-18")
    assert yorisoi("courtesy").output.startswith("職業を決めない方の暦")


def test_an_unknown_trade_is_named(yorisoi: Run) -> None:
    found = answer(yorisoi("courtesy", "--profession", "陶芸家", "--days", "1", "--json"))
    assert found["profession"] == "general"
    assert "陶芸家" in found["notes"][0]
    assert answer(yorisoi("courtesy", "--profession", "general", "--days", "1", "--json"))["notes"] == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--days", "0"], "1から800"),
        (["--days", "801"], "1から800"),
        (["--days", "many"], "数で"),
        (["--from", "来週"], "2026-11-21 の形"),
        (["--channel", "pigeon"], "email"),
        (["--from", "9999-12-31", "--days", "3"], "1900年から2200年まで"),
    ],
)
def test_a_slip_is_told_in_one_line(refused: Callable[..., str], options: list[str], says: str) -> None:
    assert says in refused("courtesy", *options)


def test_it_needs_no_framework_and_no_folder(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from yorisoi.doors.cli import build\n"
        "try:\n"
        "    build().main(sys.argv[1:])\n"
        "except SystemExit as leave:\n"
        "    assert leave.code == 0, leave.code\n"
        "assert 'django' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "courtesy", "--profession", "弁護士", "--days", "5"],
        text=True,
        capture_output=True,
        check=False,
        env={"YORISOI_DATA": str(tmp_path / "never"), "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert done.returncode == 0, done.stderr
    assert "弁護士の暦" in done.stdout
    assert not (tmp_path / "never").exists()
