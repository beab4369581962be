from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.joint import Document
from summarizer.many import summarize_many
from summarizer.model import ReasonKind
from summarizer.tokens import words as words_of

AGENCY = Document(
    title="Storm cuts power on the coast",
    text=(
        "A storm cut power to 12,000 homes on the coast on Friday. "
        "Crews from three districts were sent out before dawn. "
        "Schools in the harbour town stay closed until Monday. "
        "The mayor asked people to keep away from the sea wall."
    ),
    source="Agency",
    language="en",
    published=datetime(2026, 3, 1, 6, tzinfo=UTC),
)
DAILY = Document(
    title="Coast without power after storm",
    text=(
        "The storm on Friday cut power to 15,000 homes on the coast. "
        "Fishing boats broke loose in the harbour and two of them sank. "
        "The ferry company cancelled all crossings for the weekend."
    ),
    source="Daily",
    language="en",
)


def test_a_language_is_for_documents_that_name_none() -> None:
    unnamed = replace(DAILY, language="")
    assert summarize_many((unnamed,), language="fr").language == "fr"
    assert summarize_many((AGENCY,), language="fr").language == "en"
    assert summarize_many((unnamed, unnamed), language="fr").language == "fr"
    assert summarize_many((unnamed, AGENCY)).language == "en"


def test_a_sentence_is_a_slice_of_its_own_document() -> None:
    documents = (AGENCY, DAILY)
    summary = summarize_many(documents, words=60)
    assert {sentence.document for sentence in summary.sentences} == {0, 1}
    for sentence in summary.sentences:
        text = documents[sentence.document].text
        assert text[sentence.start : sentence.end] == sentence.text


def test_the_same_news_in_other_words_is_told_once() -> None:
    summary = summarize_many((AGENCY, DAILY), words=200)
    assert sum("cut power" in sentence.text for sentence in summary.sentences) == 1


def test_what_both_report_opens_the_summary_and_says_so() -> None:
    first = summarize_many((AGENCY, DAILY), words=40).sentences[0]
    assert "cut power" in first.text
    assert {reason.kind: reason.value for reason in first.reasons}[ReasonKind.REPORTED] == 2


def test_one_source_that_reports_twice_is_one_report() -> None:
    twice = (AGENCY, Document(text=DAILY.text, title=DAILY.title, source="Agency", language="en"))
    first = summarize_many(twice, words=40).sentences[0]
    assert ReasonKind.REPORTED not in {reason.kind for reason in first.reasons}


def test_different_numbers_for_the_same_thing_are_flagged() -> None:
    (difference,) = summarize_many((AGENCY, DAILY), words=40).differences
    assert difference.about == "homes"
    assert [(figure.document, figure.text) for figure in difference.figures] == [
        (0, "12,000"),
        (1, "15,000"),
    ]


@pytest.mark.parametrize("budget", [10, 25, 40, 80])
def test_the_budget_holds(budget: int) -> None:
    summary = summarize_many((AGENCY, DAILY), words=budget)
    assert sum(len(words_of(sentence.text)) for sentence in summary.sentences) <= budget
    assert sum(len(sentence.text.split()) for sentence in summary.sentences) <= budget
    assert not summary.over_budget


def test_a_budget_for_no_sentence_gives_the_shortest_and_says_so() -> None:
    summary = summarize_many((AGENCY, DAILY), words=1)
    (sentence,) = summary.sentences
    assert summary.over_budget
    assert len(sentence.text.split()) == 9


def test_beginnings_come_before_details_and_neighbours_stay_together() -> None:
    told = summarize_many((AGENCY, DAILY), words=200).sentences
    starts = [(sentence.document, sentence.start) for sentence in told]
    for document in (0, 1):
        own = [start for number, start in starts if number == document]
        assert own == sorted(own)
    assert told[0].start == 0


def test_a_single_document_is_summarised_by_itself() -> None:
    summary = summarize_many((AGENCY,), words=25)
    assert summary.sentences
    assert summary.method != "joint"
    assert {sentence.document for sentence in summary.sentences} == {0}


@pytest.mark.parametrize("documents", [(), (Document(text=""), Document(text=" \n "))])
def test_nothing_gives_nothing(documents: tuple[Document, ...]) -> None:
    summary = summarize_many(documents)
    assert (summary.sentences, summary.method, summary.total) == ((), "empty", 0)


def test_equal_documents_are_told_once() -> None:
    summary = summarize_many((AGENCY, AGENCY, AGENCY), words=500)
    texts = [sentence.text for sentence in summary.sentences]
    assert len(texts) == len(set(texts)) == 4


def test_sentences_of_function_words_alone_are_not_repeated() -> None:
    both = Document(text="It was what it was. He is here and she is there.", language="en")
    texts = [each.text for each in summarize_many((both, both), words=100).sentences]
    assert len(texts) == len(set(texts))


def test_vietnamese_has_no_rules_of_its_own_and_is_split_and_summarised() -> None:
    # Its vowels carry two marks (ộ, ứ): no word is an abbreviation for want of plain ones.
    one = Document(
        text="Bão số 3 đã đổ bộ. Nhiều nhà bị tốc mái ở thị trấn cổ. Trường học phải đóng cửa.",
        language="vi",
    )
    two = Document(
        text="Nhà chức trách cấm tàu cá ra khơi từ sáng thứ Bảy. Mưa lớn còn tiếp diễn ở bộ lạc.",
        language="vi",
    )
    summary = summarize_many((one, two), words=30)
    assert summary.language == "vi"
    assert summary.total == 5
    assert len(summary.sentences) > 1


def test_the_language_is_that_of_most() -> None:
    russian = Document(text="Шторм оставил побережье без света. Школы закрыты до понедельника.")
    assert summarize_many((russian, AGENCY, russian)).language == "ru"


def test_no_words_is_no_summary() -> None:
    with pytest.raises(ValueError, match="at least 1 word"):
        summarize_many((AGENCY,), words=0)


_TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from("the storm cut power to 12 homes. 15 и в море! 東京 \n ... ?".split(" ")),
    max_size=60,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.builds(Document, text=_TEXTS, title=st.text(max_size=20)), max_size=4),
    st.integers(1, 60),
)
def test_any_documents_give_slices_within_the_budget(documents: list[Document], words: int) -> None:
    summary = summarize_many(documents, words=words)
    for sentence in summary.sentences:
        text = documents[sentence.document].text
        assert text[sentence.start : sentence.end] == sentence.text
    for difference in summary.differences:
        assert len({figure.value for figure in difference.figures}) > 1
        for figure in difference.figures:
            text = documents[figure.document].text
            assert text[figure.start : figure.end] == figure.text
    texts = [sentence.text for sentence in summary.sentences]
    assert len(texts) == len(set(texts))
    if len(documents) > 1 and not summary.over_budget:
        assert sum(len(text.split()) for text in texts) <= words
    assert summarize_many(documents, words=words) == summary
