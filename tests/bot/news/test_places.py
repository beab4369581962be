from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.places import LANGUAGES, MOST_PLACES, Place, gazetteer, zone_at
from bot.news.schedule import zone_names

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOLD = tomllib.loads(files("bot.news").joinpath("places.toml").read_text(encoding="utf-8"))
PLACES = gazetteer()
HOMES = sorted(PLACES._territories)


def zones(text: str) -> list[str]:
    return [place.zone for place in PLACES.find(text, "en", NOW)]


@pytest.mark.parametrize(
    ("zone", "texts"),
    [
        ("Europe/Minsk", "Minsk|minsk|Мінск|Минск|в Минске|у Мінску|Гомель|Homiel|Магілёў|Минске"),
        (
            "Europe/Minsk",
            "Belarus|Беларусь|РБ|Minsk, Belarus|Мінск, Беларусь|Foo, Belarus|Минск, РБ",
        ),
        ("Europe/Minsk", "Europe/Minsk|europe/minsk| Minsk! |Minsc|Мінк|in Minsk|Мiнск"),
        ("Europe/Kyiv", "Kyiv|Kiev|Киев|Кіеў|Europe/Kiev|Kyiw|Киеве"),
        ("Europe/Berlin", "Germany|Германия|Германія|München|Munich|мюнхен|Koln|CET"),
        ("Europe/Moscow", "Moscow|СПб|Санкт-Петербург|Saint Petersburg|MSK"),
        ("America/New_York", "new york|Нью-Йорк|Нью-Ёрк|NYC|new yrok|america/new york|EST|Boston"),
        ("America/Los_Angeles", "San Francisco|LA|Сан-Франциско|US/Pacific|Калифорния"),
        ("Europe/Prague", "Czechia|Czech Republic|Чехия|Чэхія|Praha|Prague"),
        ("Europe/London", "UK|London|Англия|Лондан|Great Britain"),
        ("Asia/Kolkata", "India|Delhi|Asia/Calcutta|+5:30|UTC+05:30"),
        ("Asia/Kathmandu", "Nepal|Непал|UTC+5:45"),
        ("Asia/Hong_Kong", "Hong Kong|Гонконг"),
        ("America/Argentina/Buenos_Aires", "Argentina|Аргентина|Buenos Aires"),
        ("Asia/Almaty", "Kazakhstan|Казахстан|Almaty|Астана"),
        ("Etc/GMT-3", "+3|UTC+3|utc +03:00|GMT+3|+0300|Etc/GMT-3"),
        ("Etc/GMT+5", "-5|UTC-5|UTC −5|GMT–5"),
        ("Etc/UTC", "UTC|gmt|UTC+0|+0|UTC 0|Etc/UTC"),
    ],
)
def test_one_zone_is_meant(zone: str, texts: str) -> None:
    found = {text: zones(text) for text in texts.split("|")}
    assert found == {text: [zone] for text in found}


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        ("USA", "America/New_York", {"America/Chicago", "America/Los_Angeles", "Pacific/Honolulu"}),
        ("Россия", "Europe/Moscow", {"Asia/Yekaterinburg", "Asia/Vladivostok", "Asia/Kamchatka"}),
        ("Бразілія", "America/Sao_Paulo", {"America/Manaus"}),
        ("Australia", "Australia/Sydney", {"Australia/Perth", "Australia/Brisbane"}),
        ("Spain", "Europe/Madrid", {"Atlantic/Canary"}),
        ("Indonesia", "Asia/Jakarta", {"Asia/Makassar"}),
        ("Brest, Minsk, Belarus", "Europe/Minsk", set()),
        ("Paris, Texas", "Europe/Paris", {"America/Chicago"}),
        ("Вене", "Europe/Vienna", {"Europe/Rome"}),
        ("san fran", "America/Los_Angeles", set()),
    ],
)
def test_several_zones_are_offered_the_likeliest_first(
    text: str, first: str, others: set[str]
) -> None:
    found = zones(text)
    assert found[0] == first
    assert others <= set(found)
    assert len(found) == len(set(found)) <= MOST_PLACES


def test_zones_whose_clocks_agree_are_one_choice() -> None:
    assert "America/Detroit" not in zones("USA")
    assert zones("Detroit") == ["America/Detroit"]


@pytest.mark.parametrize(
    "text", ["", " ", "?", "xyzzyx", "+15", "-13", "+99:59", "Q", "x" * 500, "Foo, Bar"]
)
def test_nothing_is_meant(text: str) -> None:
    assert zones(text) == []


def test_places_have_the_reader_s_names() -> None:
    named = {language: PLACES.find("Нью-Йорк", language, NOW)[0].name for language in LANGUAGES}
    assert named == {
        "en": "New York, United States",
        "be": "Нью-Ёрк, Злучаныя Штаты Амерыкі",
        "ru": "Нью-Йорк, Соединенные Штаты",
    }
    assert PLACES.find("+3", "be", NOW) == (Place(zone="Etc/GMT-3", name="UTC+3"),)
    assert PLACES.name("Etc/GMT+5", "en") == "UTC−5"
    assert PLACES.name("Etc/UTC", "ru") == PLACES.name("Etc/Greenwich", "ru") == "UTC"


def test_a_city_that_is_its_country_is_named_once() -> None:
    assert PLACES.name("Asia/Singapore", "en") == "Singapore"


def test_a_zone_that_we_do_not_know_keeps_its_identifier() -> None:
    assert PLACES.name("Mars/Base", "en") == "Mars/Base"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_found_by_the_name_it_is_shown_with(language: str) -> None:
    lost = [zone for zone in HOMES if zone not in zones(PLACES.name(zone, language))]
    assert lost == []


@pytest.mark.parametrize("language", [*LANGUAGES, "de"])
def test_zones_are_suggested(language: str) -> None:
    suggested = PLACES.suggested(language)
    assert 4 <= len(suggested) <= MOST_PLACES
    assert {place.zone for place in suggested} <= zone_names()


def test_what_we_tell_of_places_exists() -> None:
    assert set(TOLD["zones"]) <= set(HOMES)
    assert set(TOLD["countries"]) <= set(PLACES._territories.values())
    assert set(HOMES) <= zone_names()


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"(utc|GMT)? ?[+−-]\d{1,3}(:?\d\d)?", fullmatch=True),
        st.sampled_from(sorted(PLACES._meanings)).map(lambda name: name[1:]),
    ),
    st.sampled_from(LANGUAGES),
)
def test_no_text_raises(text: str, language: str) -> None:
    for place in PLACES.find(text, language, NOW):
        assert place.zone in zone_names()
        assert place.name


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (53.9, 27.56, "Europe/Minsk"),
        (52.44, 31.0, "Europe/Minsk"),
        (40.7, -74.0, "America/New_York"),
        (0.0, 0.0, "Etc/GMT"),
        (-90.0, 0.0, "Antarctica/McMurdo"),
        (91.0, 0.0, None),
        (float("nan"), 0.0, None),
    ],
)
def test_the_zone_of_a_location(latitude: float, longitude: float, zone: str | None) -> None:
    assert zone_at(latitude, longitude) == zone


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_location_has_a_zone(latitude: float, longitude: float) -> None:
    assert zone_at(latitude, longitude) in zone_names()
