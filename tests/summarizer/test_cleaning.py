from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.cleaning import clean, debris, without_prefix
from summarizer.model import Sentence
from summarizer.text import split_sentences

PROSE = "The minister of health said on Monday that the plan had failed."
MORE_PROSE = "Nobody at the ministry answered the telephone all day long."
PIECES = st.sampled_from(
    [
        *(PROSE, MORE_PROSE, "By John Smith", "By. Associated Press.", "PUBLISHED:.", "|."),
        *("14:11 EST, 25 October 2013.", "Share this", "Read more: The plan", "(CNN) -- ", "5 May"),
        *("LONDON, England (CNN) -- ", "• ", "Фото: ТАСС", "МИНСК, 5 мая — ", "\n", "\n\n", " "),
        *("We use cookies.", "日本の首相。", "שלום", "\x00", "ALL IN CAPITALS HERE.", "Never."),
    ]
)
PAGES = st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join)


def page(*units: str) -> list[Sentence]:
    """Return the units as sentences, each on a line of its own."""
    found, start = [], 0
    for unit in units:
        found.append(Sentence(text=unit, start=start, end=start + len(unit)))
        start += len(unit) + 1
    return found


def kept(*units: str) -> list[str]:
    return [sentence.text for sentence in clean(page(*units))]


@pytest.mark.parametrize(
    "unit",
    [
        *("By John Smith", "By. Associated Press.", "Associated Press.", "By Ann Lee, CNN"),
        *(
            "PUBLISHED:.",
            "14:11 EST, 25 October 2013.",
            "|.",
            "Last updated at 10:05",
            "Updated 5 May",
        ),
        *("Published: 10:05 GMT, 5 May 2012 | Updated: 11:00 GMT, 5 May 2012", "5 May 2012"),
        *("Share this", "Share this article", "Read more: The plan that failed", "Read more"),
        *(
            "Scroll down for video",
            "Scroll down for video.",
            "Follow us on Twitter.",
            "Advertisement",
        ),
        *(
            "Photo: AFP/Getty Images",
            "Getty Images",
            "(Getty Images)",
            "Source: Reuters.",
            "© 2015 BBC",
        ),
        *("We use cookies to make this site better.", "All rights reserved.", "* * *"),
        *("Фото: ТАСС", "Опубликовано: 5 мая 2020, 10:05", "5 мая 2020 года, 10:05", "Реклама"),
        *("Читайте также: Что будет дальше", "Подписывайтесь на наш канал в Telegram."),
        *("Чытайце таксама: Што будзе далей", "Падпісвайцеся на наш канал.", "Фота: БелТА"),
        *("Читайте також: Що буде далі", "Підписуйтесь на наш канал.", "Оновлено: 5 травня 2020"),
        *(
            "Lesen Sie auch: Der Plan",
            "Foto: dpa",
            "Alle Rechte vorbehalten.",
            "Stand: 5. Mai 2020",
        ),
        *("À lire aussi : le plan", "Publié le 5 mai 2020", "Abonnez-vous à notre lettre."),
        *(
            "Lea también: El plan",
            "Publicado: 5 de mayo de 2020",
            "Foto: EFE",
            "Suscríbete a la carta.",
        ),
        *("Czytaj też: Plan", "Opublikowano: 5 maja 2020", "Zobacz także: Plan", "Reklama"),
    ],
)
def test_debris_goes(unit: str) -> None:
    assert kept(PROSE, unit, MORE_PROSE) == [PROSE, MORE_PROSE]


@pytest.mark.parametrize(
    "unit",
    [
        "Published in 1999, the book was a great success.",
        "Share prices fell on Monday.",
        "Photos of the crash were released.",
        "By Monday, the river had risen.",
        "Updated guidance was issued by the ministry.",
        "Comments made by the minister angered many.",
        "Loading docks were closed for two days.",
        "Created 5 years ago, the firm employs 300 people.",
        "Reporting by night is dangerous work.",
        "Read more books, the minister told pupils.",
        "“What do you think?” she asked.",
        "Reuters said on Monday that it would close the office.",
        "The site uses cookies to track its readers, a court heard.",
        "In May 2012 he left.",
        "Never.",
        "It rained.",
        "Goal! Goal!",
        "Фото с места аварии появились в сети.",
        "Реклама в метро подорожает с мая.",
        "Опубликованный закон вступит в силу в мае.",
        "Видео аварии посмотрели тысячи человек.",
        "Рэклама ў метро падаражэе з мая.",
        "Фота з месца аварыі з'явіліся ў сеціве.",
        "Реклама в метро подорожчає з травня.",
        "Der Stand der Dinge ist unklar.",
        "Bild und Ton waren schlecht.",
        "Publié en 1999, le livre a eu du succès.",
        "La publicité est interdite.",
        "Publicado en 1999, el libro tuvo éxito.",
        "Reklama w metrze zdrożeje od maja.",
        "Zobacz to sam, powiedział minister.",
        "Первый звонок прозвучал 1 сентября в школах.",
    ],
)
def test_sentences_stay(unit: str) -> None:
    assert kept(PROSE, unit, MORE_PROSE) == [PROSE, unit, MORE_PROSE]


@pytest.mark.parametrize(
    "prefix",
    [
        *("(CNN) -- ", "(CNN)", "LONDON, England (CNN) -- ", "WASHINGTON (Reuters) - ", "• ", "| "),
        *("New York (AP) — ", "LONDON, May 5 (Reuters) - ", "MOSCOW — ", "МИНСК, 5 мая (БелТА) — "),
        *("By Tom Leonard PUBLISHED: 10:05 EST, 5 May 2012 | UPDATED: 11:00 EST, 5 May 2012 ",),
        *("Updated: 5 May 2012 ", "Last updated at 10:05 on 5th May 2012 ", "МОСКВА, 5 июн - "),
    ],
)
def test_a_prefix_is_cut_off(prefix: str) -> None:
    (sentence,) = page(prefix + PROSE)
    cut = without_prefix(sentence)
    assert cut.text == PROSE
    assert (cut.start, cut.end) == (len(prefix), len(prefix) + len(PROSE))


@pytest.mark.parametrize(
    "text",
    [
        "The plan (AP has seen it) is dead.",
        "NATO — the alliance — met in Brussels on Monday.",
        "Obama — The Story of a Man is a film about him.",
        "США — страна, в которой живёт много людей.",
        "— Я не знаю, — ответил он вчера.",
        "(CNN) -- It rained.",
        "5 May was a fine day for all of us.",
    ],
)
def test_nothing_of_a_sentence_is_cut_off(text: str) -> None:
    (sentence,) = page(text)
    assert without_prefix(sentence) is sentence


def test_a_row_of_headings_is_a_list_of_links() -> None:
    links = ("Plan fails in the house", "Weather for the week", "Who is the new minister")
    assert kept(PROSE, *links, MORE_PROSE) == [PROSE, MORE_PROSE]
    assert kept(PROSE, *links[:2], MORE_PROSE) == [PROSE, *links[:2], MORE_PROSE]


def test_a_text_of_lines_without_marks_is_no_list_of_links() -> None:
    lines = (
        "Plan fails in the house",
        "Weather for the week",
        "Who is the new minister",
        "It rained.",
    )
    assert kept(*lines) == list(lines)


def test_debris_stays_where_there_is_nothing_else() -> None:
    assert kept("By John Smith", "Share this") == ["By John Smith", "Share this"]
    assert kept() == []


def test_in_a_text_of_capitals_capitals_tell_nothing() -> None:
    assert debris(page("HE LEFT LONDON.", "SHE STAYED AT HOME.")) == [False, False]
    assert debris(page("He Left London.", PROSE)) == [True, False]


@settings(deadline=None)
@given(PAGES | st.text(st.characters()), st.sampled_from(["en", "ru", "be", "und"]))
def test_what_remains_is_cut_from_the_text_and_clean(text: str, language: str) -> None:
    sentences = split_sentences(text, language)
    remaining = clean(sentences)
    ends = {sentence.end for sentence in sentences}
    position = 0
    for sentence in remaining:
        assert position <= sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.end in ends
        position = sentence.end
    assert bool(remaining) == bool(sentences)
    assert clean(remaining) == remaining
