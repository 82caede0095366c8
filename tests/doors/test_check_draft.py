"""`yorisoi check`: one draft, a file of facts, a person, and a stream of many."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

KIND = "先日のお話を思い出して、案内のページだけ置いておきますね。ご返信はお気遣いなく。"
PUSHY = "その後、ご検討状況はいかがでしょうか。まだお返事をいただけていないので、今週中にお返事ください。"
FACTS = {
    "channel": "email",
    "sent_at": "2026-11-18T10:00:00+09:00",
    "stage": "considering",
    "first_met_days_ago": 60,
    "last_outgoing_days_ago": 10,
    "last_incoming_days_ago": None,
    "unanswered_in_a_row": 2,
}


def line(number: int, body: str = KIND, **context: Any) -> str:
    return json.dumps({"id": f"d{number}", "subject": None, "body": body, "context": {**FACTS, **context}}) + "\n"


def test_a_kind_draft_is_left_alone(yorisoi: Callable[..., Result]) -> None:
    result = yorisoi("check", stdin=KIND)
    assert result.exit_code == 0
    assert "気になるところはありませんでした" in result.output


def test_a_pushy_draft_is_told_why_and_how_else(yorisoi: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text(json.dumps(FACTS), encoding="utf-8")
    answer = json.loads(yorisoi("check", "--situation", tmp_path / "facts.json", "--json", stdin=PUSHY).output)
    assert {"pressing", "chasing"} <= set(answer["labels"])
    finding = next(each for each in answer["findings"] if each["rule"] == "pressing")
    assert list(finding) == ["rule", "severity", "spans", "name", "what", "why", "gentler", "source"]
    assert finding["gentler"]
    span = finding["spans"][0]
    assert PUSHY[span["start"] : span["end"]] == span["text"]
    told = yorisoi("check", "--situation", tmp_path / "facts.json", stdin=PUSHY).output
    assert "わけ:" in told
    assert "たとえば:" in told


def test_facts_may_be_yaml_and_dates_stay_dates(yorisoi: Callable[..., Result], tmp_path: Path) -> None:
    facts = "".join(f"{name}: {'null' if value is None else value}\n" for name, value in FACTS.items())
    (tmp_path / "facts.yaml").write_text(facts, encoding="utf-8")
    answer = json.loads(yorisoi("check", "--situation", tmp_path / "facts.yaml", "--json", stdin=PUSHY).output)
    assert "chasing" in answer["labels"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[1, 2]", "「名前: 値」"),
        ("{", "JSONかYAML"),
        ("channel: pigeon", "channel"),
        ("unanswered_in_a_row: -1", "unanswered"),
    ],
)
def test_facts_that_cannot_be_read_are_told(
    refused: Callable[..., str], tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "facts").write_text(content, encoding="utf-8")
    assert says in refused("check", "--situation", tmp_path / "facts", stdin=KIND)


def test_nothing_to_read_is_told(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "下書きが空" in refused("check", stdin=" \n")
    assert "見つかりません" in refused("check", "--situation", tmp_path / "none", stdin=KIND)
    assert "UTF-8" in refused("check", stdin="あいう".encode("cp932"))


def test_a_person_is_known_by_name_or_number(yorisoi: Callable[..., Result], owner: Any, make_contact: Any) -> None:
    contact = make_contact(owner, family="相沢", given="沙織")
    for who in ("相沢 沙織", str(contact.pk)):
        answer = json.loads(yorisoi("check", "--contact", who, "--channel", "line", "--json", stdin=PUSHY).output)
        assert answer["labels"]


def test_the_history_of_a_person_speaks(
    yorisoi: Callable[..., Result], owner: Any, make_contact: Any, now: Any
) -> None:
    """The same words are harmless once and a push after silence: only the timeline tells."""
    from datetime import timedelta

    from yorisoi.apps.interactions import services

    contact = make_contact(owner, family="相沢", given="沙織")
    words = "先日のメールは届いていますでしょうか。"
    before = json.loads(yorisoi("check", "--contact", contact.pk, "--json", stdin=words).output)
    assert "chasing" not in before["labels"]
    for days in (20, 9):
        services.record(
            owner=owner, contact=contact, at=now - timedelta(days=days), direction="mine", channel="email",
            kind="ask", asks_reply=True, now=now,
        )  # fmt: skip
    after = json.loads(yorisoi("check", "--contact", contact.pk, "--json", stdin=words).output)
    assert "chasing" in after["labels"]


def test_a_stranger_of_another_owner_is_nobody(
    refused: Callable[..., str], owner: Any, stranger: Any, make_contact: Any
) -> None:
    theirs = make_contact(stranger, family="相沢")
    assert "見つかりませんでした" in refused("check", "--contact", theirs.pk, stdin=KIND)
    assert "どちらか一つ" in refused("check", "--contact", "相沢", "--situation", "x", stdin=KIND)


def test_many_lines_are_answered_line_by_line(yorisoi: Callable[..., Result]) -> None:
    many = "".join(line(n, PUSHY if n % 2 else KIND, last_incoming_days_ago=3) for n in range(240))
    result = yorisoi("check", "--jsonl", stdin=many)
    assert result.exit_code == 0
    answers = [json.loads(each) for each in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [f"d{n}" for n in range(240)]
    for answer in answers:
        assert list(answer) == ["id", "labels", "findings"]
        weighty = {f["rule"] for f in answer["findings"] if f["severity"] in ("stop", "mend")}
        assert set(answer["labels"]) == weighty
    assert all("pressing" in answer["labels"] for answer in answers[1::2])


def test_empty_lines_are_passed_over(yorisoi: Callable[..., Result]) -> None:
    assert len(yorisoi("check", "--jsonl", stdin=line(1) + "\n" + line(2)).stdout.splitlines()) == 2
    assert yorisoi("check", "--jsonl", stdin="").stdout == ""


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("{not json\n", "JSON"),
        ("[1]\n", "一通分"),
        ('{"context": {}}\n', "body"),
        ('{"body": "a"}\n', "context"),
        ('{"body": "a", "subject": 3, "context": {}}\n', "subject"),
        ('{"body": "a", "id": {}, "context": {"sent_at": "2026-11-18T10:00:00+09:00"}}\n', "id"),
        ('{"body": "a", "context": {"sent_at": "now"}}\n', "sent_at"),
        ('{"body": "a", "context": {"sent_at": "2026-11-18T10:00:00"}}\n', "時差"),
    ],
)
def test_a_bad_line_is_named_after_the_good_ones(
    yorisoi: Callable[..., Result], refused: Callable[..., str], broken: str, says: str
) -> None:
    told = refused("check", "--jsonl", stdin=line(1) + line(2) + broken)
    assert told.startswith("3行目")
    assert says in told
    assert len(yorisoi("check", "--jsonl", stdin=line(1) + line(2) + broken).stdout.splitlines()) == 2


def test_a_bad_line_has_one_number(refused: Callable[..., str]) -> None:
    told = refused("check", "--jsonl", stdin=line(1) + '{"body"\n')
    assert told.count("行目") == 1
    assert told.startswith("2行目: JSONとして読めませんでした(8文字目)")


def test_bytes_that_are_no_text_are_named_by_their_line(refused: Callable[..., str]) -> None:
    assert "2行目" in refused("check", "--jsonl", stdin=line(1).encode() + b'{"body": "\xff\xfe"}\n')
