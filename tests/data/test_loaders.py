"""The shipped data files load, agree with each other and say where they come from."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest

from yorisoi import data
from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.courtesy import Table


@pytest.mark.parametrize("load", [data.courtesy_table, data.lexicon, data.professions, data.header_aliases])
def test_a_file_is_read_once(load: object) -> None:
    assert load() is load()  # type: ignore[operator]


def test_the_loaders_give_the_types_of_the_core() -> None:
    assert isinstance(data.courtesy_table(), Table)
    assert isinstance(data.lexicon(), Lexicon)


# Professions without a year of their own, on another row on purpose.
BORROWED = {
    "kenchikushi": "kensetsu",
    "web": "it",
    "sangyoi": "iryo",
    "koshonin": "general",
    "ma": "general",
    "kaigo": "general",
    "career": "general",
}


def test_every_profession_follows_a_row_of_the_calendar_on_purpose() -> None:
    table = data.courtesy_table()
    for profession in data.professions().values():
        own = profession.id in table.professions
        assert own or profession.id in BORROWED, f"{profession.id} follows no row; name it under covers"
        assert profession.season == (profession.id if own else BORROWED[profession.id])


def test_every_row_of_the_calendar_can_be_chosen() -> None:
    assert set(data.courtesy_table().professions) <= set(data.professions())


def test_professions_have_names_that_tell_them_apart() -> None:
    names = [profession.name for profession in data.professions().values()]
    assert len(set(names)) == len(names)
    assert list(data.professions())[-1] == "general"


def test_the_name_of_a_profession_finds_the_same_season_as_its_id() -> None:
    table = data.courtesy_table()
    for profession in data.professions().values():
        found = table.resolve(profession.name)
        assert found in (profession.season, "general"), profession.name


def test_profession_ids_fit_the_column_that_keeps_them() -> None:
    assert max(len(key) for key in data.professions()) <= 40


def test_aliases_are_already_normal() -> None:
    for names in data.header_aliases().values():
        for name in names:
            assert name == unicodedata.normalize("NFKC", name).replace(" ", "").lower()


def test_an_alias_stands_for_one_field_only() -> None:
    seen: dict[str, str] = {}
    for field, names in data.header_aliases().items():
        for name in names:
            assert seen.setdefault(name, field) == field, name


@pytest.mark.parametrize(
    ("alias", "field"),
    [("会社名", "company"), ("姓", "family_name"), ("電子メールアドレス", "email"), ("connectedon", "met_on")],
)
def test_known_headers_are_found(alias: str, field: str) -> None:
    assert alias in data.header_aliases()[field]


def test_the_read_only_tables_stay_read_only() -> None:
    with pytest.raises(TypeError):
        data.header_aliases()["x"] = ()  # type: ignore[index]


def test_every_data_file_is_named_in_the_readme() -> None:
    folder = files("yorisoi.data")
    readme = folder.joinpath("README.md").read_text(encoding="utf-8")
    for entry in folder.iterdir():
        if entry.name.endswith((".py", ".md")) or entry.name.startswith("__"):
            continue
        assert entry.name in readme, entry.name


@pytest.mark.parametrize(("profession", "label"), [("zeirishi", "税理士"), ("画家", "画家"), ("", "")])
def test_a_profession_is_shown_by_its_name(profession: str, label: str) -> None:
    assert data.professions().label(profession) == label


def test_the_choices_are_all_professions_in_order() -> None:
    choices = data.professions().choices()
    assert [key for key, _ in choices] == list(data.professions())
    assert len(choices) == len(data.professions())
    assert all(name for _, name in choices)
