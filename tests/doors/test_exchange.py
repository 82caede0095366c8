"""`yorisoi import` and `yorisoi export`: a plan first, then what was accepted, and everything out again."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{family};{given};;;\r\nFN:{family} {given}\r\nEMAIL:{mail}\r\nEND:VCARD\r\n"
TALK = (
    "[LINE] 相沢 沙織とのトーク履歴\n保存日時:2026/11/17 21:30\n\n2026/11/16(月)\n"
    "10:00\t堀田 みのり\t先日はありがとうございました。\n10:05\t相沢 沙織\tこちらこそ、ありがとうございました。\n"
)


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "cards.vcf"
    people = (("相沢", "沙織", "aizawa@example.jp"), ("田辺", "誠", "tanabe@example.jp"))
    path.write_text(
        "".join(CARD.format(family=family, given=given, mail=mail) for family, given, mail in people),
        encoding="utf-8",
        newline="",
    )
    return path


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "[LINE] 相沢 沙織とのトーク.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def people(owner: Any) -> list[str]:
    from yorisoi.apps.contacts.models import Contact

    return sorted(contact.name for contact in Contact.objects.filter(owner=owner))


def test_a_plan_writes_nothing(yorisoi: Callable[..., Result], owner: Any, cards: Path) -> None:
    from yorisoi.apps.exchange.models import ImportBatch

    answer = json.loads(yorisoi("import", cards, "--json").output)
    plan = answer["files"][0]
    assert plan["file"] == "cards.vcf"
    assert plan["counts"]["new"] == 2
    assert [row["name"] for row in plan["rows"]] == ["相沢 沙織", "田辺 誠"]
    assert plan["applied"] is None
    assert all(row["reason"] for row in plan["rows"])
    assert people(owner) == []
    assert not ImportBatch.objects.filter(state="planned").exists()


def test_a_plan_is_told_in_words(yorisoi: Callable[..., Result], owner: Any, cards: Path) -> None:
    told = yorisoi("import", cards).output
    assert "計画: 新しく加えます 2人" in told
    assert "結果" not in told


def test_an_accepted_plan_brings_people_in_once(yorisoi: Callable[..., Result], owner: Any, cards: Path) -> None:
    first = json.loads(yorisoi("import", cards, "--apply", "--json").output)["files"][0]
    assert first["applied"]["created"] == 2
    assert people(owner) == ["田辺 誠", "相沢 沙織"]
    second = json.loads(yorisoi("import", cards, "--apply", "--json").output)["files"][0]
    assert second["applied"]["created"] == second["applied"]["merged"] == 0
    assert second["applied"]["unchanged"] == 2
    assert people(owner) == ["田辺 誠", "相沢 沙織"]


def test_who_is_me_is_asked_and_then_known(
    yorisoi: Callable[..., Result], refused: Callable[..., str], owner: Any, cards: Path, talk: Path
) -> None:
    from yorisoi.apps.interactions.models import Interaction

    assert "--me" in refused("import", talk, "--apply")
    assert not Interaction.objects.exists()
    assert "--me" in yorisoi("import", talk).output
    done = json.loads(
        yorisoi("import", cards, talk, "--apply", "--me", "堀田 みのり", "--keep-bodies", "--json").output
    )
    assert [plan["applied"]["interactions"] for plan in done["files"]] == [0, 2]
    assert people(owner) == ["田辺 誠", "相沢 沙織"]
    assert set(Interaction.objects.values_list("text", flat=True)) == {
        "先日はありがとうございました。", "こちらこそ、ありがとうございました。",
    }  # fmt: skip


def test_bodies_stay_out_unless_asked_for(yorisoi: Callable[..., Result], owner: Any, cards: Path, talk: Path) -> None:
    from yorisoi.apps.interactions.models import Interaction

    yorisoi("import", cards, talk, "--apply", "--me", "堀田 みのり")
    assert Interaction.objects.count() == 2
    assert set(Interaction.objects.values_list("text", flat=True)) == {""}


def test_one_unreadable_file_leaves_all_as_it_was(
    refused: Callable[..., str], owner: Any, cards: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.vcf").write_bytes(b"")
    told = refused("import", cards, tmp_path / "empty.vcf", "--apply")
    assert told.startswith("empty.vcf: ")
    assert people(owner) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04zip", b"%PDF-1.7", b"hello", b"\x00\x01\x02" * 99])
def test_what_is_no_such_file_is_told(refused: Callable[..., str], owner: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.vcf").write_bytes(content)
    assert refused("import", tmp_path / "file.vcf", "--json").startswith("file.vcf: ")


def test_a_file_that_is_not_there_is_told(refused: Callable[..., str], owner: Any, tmp_path: Path) -> None:
    assert "none.vcf」が見つかりません。" in refused("import", tmp_path / "none.vcf")
    assert f"「{tmp_path}」に名刺の写真が見つかりませんでした。" in refused("import", tmp_path)
    assert "見つかりません" in refused("check", "--situation", tmp_path / "none.json", stdin="こんにちは")
    assert "フォルダーです" in refused("check", "--situation", tmp_path, stdin="こんにちは")


def test_all_goes_out_and_comes_in_again(
    yorisoi: Callable[..., Result], refused: Callable[..., str], owner: Any, cards: Path, talk: Path, tmp_path: Path
) -> None:
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.interactions.models import Interaction

    yorisoi("import", cards, talk, "--apply", "--me", "堀田 みのり", "--keep-bodies")
    done = json.loads(yorisoi("export", tmp_path / "out", "--json").output)
    assert (done["contacts"], done["interactions"]) == (2, 2)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["people.csv", "people.vcf", "yorisoi.json"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (tmp_path / "out").iterdir())
    texts = sorted(Interaction.objects.values_list("text", flat=True))
    uids = set(Contact.objects.values_list("uid", flat=True))
    Contact.objects.all().delete()
    yorisoi("import", tmp_path / "out" / "yorisoi.json", "--apply")
    assert people(owner) == ["田辺 誠", "相沢 沙織"]
    assert set(Contact.objects.values_list("uid", flat=True)) == uids
    assert sorted(Interaction.objects.values_list("text", flat=True)) == texts
    assert "フォルダーではありません" in refused("export", cards)


def test_an_earlier_export_is_replaced_only_when_told(
    yorisoi: Callable[..., Result], refused: Callable[..., str], owner: Any, cards: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert "書き出しました(0人" in yorisoi("export", folder).output
    before = (folder / "people.vcf").read_bytes()
    yorisoi("import", cards, "--apply")
    assert "--replace" in refused("export", folder)
    assert (folder / "people.vcf").read_bytes() == before
    assert "書き出しました(2人" in yorisoi("export", folder, "--replace").output
    assert (folder / "people.vcf").read_bytes() != before


@pytest.mark.parametrize("names", [("notes.txt",), ("people.csv",), ("yorisoi.json",), ("yorisoi.json", "notes.txt")])
def test_a_folder_with_other_things_is_left_alone(
    refused: Callable[..., str], owner: Any, tmp_path: Path, names: tuple[str, ...]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("{}", encoding="utf-8")
    for more in ((), ("--replace",)):
        assert "ほかのもの" in refused("export", folder, *more)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == dict.fromkeys(names, "{}")


class TestADrawerOfCards:
    @pytest.fixture
    def drawer(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A folder with two photographs, a zip with a third, and what lies beside them."""
        import zipfile

        from tests.apps.cards.conftest import numbered
        from tests.apps.exchange.test_card_photo import person_on

        monkeypatch.setattr("yorisoi.apps.cards.reading.read_card", person_on)
        folder = tmp_path / "名刺"
        (folder / "古い").mkdir(parents=True)
        (folder / "a.jpg").write_bytes(numbered(1))
        (folder / "古い" / "b.jpg").write_bytes(numbered(2))
        (folder / "memo.txt").write_text("古い名刺", encoding="utf-8")
        with zipfile.ZipFile(folder / "c.zip", "w") as archive:
            archive.writestr("c.jpg", numbered(3))
        return folder

    def test_a_plan_keeps_neither_people_nor_pictures(
        self, yorisoi: Callable[..., Result], owner: Any, drawer: Path
    ) -> None:
        from yorisoi.apps.cards.models import Card

        plan = json.loads(yorisoi("import", drawer, "--json").output)["files"][0]
        assert (plan["format"], plan["counts"]["new"], plan["applied"]) == ("card_photo", 3, None)
        assert people(owner) == []
        assert not Card.objects.exists()

    def test_applied_it_brings_people_with_their_pictures(
        self, yorisoi: Callable[..., Result], owner: Any, drawer: Path, cards: Path
    ) -> None:
        from yorisoi.apps.cards.models import Card

        broken = drawer / "broken.jpg"
        broken.write_bytes(b"\xff\xd8\xff\xe0 broken")
        answer = json.loads(yorisoi("import", drawer, cards, "--apply", "--json").output)
        assert [plan["format"] for plan in answer["files"]] == ["vcard", "card_photo"]
        assert answer["files"][1]["applied"]["created"] == 3
        assert any("broken.jpg" in problem["text"] for problem in answer["files"][1]["problems"])
        assert len(people(owner)) == 5
        assert Card.objects.filter(contact__isnull=False).count() == 3
        assert yorisoi("import", drawer, "--apply").exit_code == 0
        assert len(people(owner)) == 5

    def test_a_folder_without_photographs_is_refused(
        self, refused: Callable[..., str], owner: Any, tmp_path: Path
    ) -> None:
        empty = tmp_path / "空"
        empty.mkdir()
        assert "名刺の写真が見つかりませんでした" in refused("import", empty)

    def test_nothing_but_broken_pictures_is_refused(
        self, refused: Callable[..., str], owner: Any, tmp_path: Path
    ) -> None:
        broken = tmp_path / "broken.jpg"
        broken.write_bytes(b"\xff\xd8\xff\xe0 broken")
        assert "broken.jpg" in refused("import", broken)
