"""Scaffolds hold the person's own fact and room for a sentence, whatever the fact and the technique."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import About, Material, Technique, places, techniques, written

FEWEST, MOST = 2, 5  # lines


def made(technique: Technique, **facts: object) -> str:
    material = Material(**{"fact": "登山", "about": About.INTEREST, **facts})
    return written(technique.compose(material), material)


@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("easy", [True, False])
def test_two_to_five_lines_with_the_fact_and_one_place_at_least(technique: Technique, about: About, easy: bool) -> None:
    body = made(technique, fact="駅前の移転", about=about, easy=easy)
    assert FEWEST <= len(body.splitlines()) <= MOST
    assert "「駅前の移転」" in body
    assert places(body)


@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
def test_no_stock_phrase_and_no_question(technique: Technique) -> None:
    for about, easy in itertools.product(About, (True, False)):
        body = made(technique, about=about, easy=easy)
        for phrase in ("お世話になって", "いかがお過ごし", "その後", "ご無沙汰", "ますますのご", "お忙しいところ", "?"):
            assert phrase not in body


@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
def test_the_name_comes_first_and_only_when_given(technique: Technique) -> None:
    assert made(technique, name="佐藤様").startswith("佐藤様\n")
    assert "様" not in made(technique)


def test_own_news_stands_for_its_place() -> None:
    news = next(one for one in techniques() if one.id == "own_news")
    assert made(news, own_news="個展が終わりました。").startswith("個展が終わりました。")
    assert len(places(made(news))) == 2
    assert len(places(made(news, own_news="個展が終わりました。"))) == 1


@given(st.text(max_size=300), st.sampled_from(About), st.sampled_from(techniques()))
def test_any_fact_stays_one_quotation(fact: str, about: About, technique: Technique) -> None:
    material = Material(fact=fact, about=about)
    assert "\n" not in material.quote
    assert material.quote.count("「") == material.quote.count("」") == 1
    assert len(material.quote) <= 42
    assert len(places(written(technique.compose(material), material))) in (1, 2)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", ()),
        ("こんにちは", ()),
        ("〔きっかけを一文〕\nでは", ("〔きっかけを一文〕",)),
        ("〔閉じない", ()),
        ("〔行を\n越える〕", ()),
    ],
)
def test_places_are_found_where_they_stand(body: str, found: tuple[str, ...]) -> None:
    assert places(body) == found
