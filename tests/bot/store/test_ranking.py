from __future__ import annotations

from bot.store.ranking import Candidate, rank


def _candidate(number: int, title: str, text: str = "") -> Candidate:
    return Candidate(id=number, title_stems=title, text_stems=text)


def test_the_title_counts_more_than_the_text() -> None:
    candidates = [_candidate(1, "a b", "war c d e f"), _candidate(2, "war a", "b c d e f g")]
    assert rank(candidates, [["war"]]) == (2, 1)


def test_more_is_better_and_shorter_is_better() -> None:
    candidates = [
        _candidate(1, "a", "war b c d e f"),
        _candidate(2, "a", "war c war d e f"),
        _candidate(3, "a", "war b c"),
    ]
    assert rank(candidates, [["war"]])[0] == 2
    assert rank(candidates, [["war"]])[-1] == 1


def test_a_rare_word_decides() -> None:
    common = [_candidate(number, "a", "war peac war") for number in range(3, 9)]
    candidates = [_candidate(1, "a", "war x war"), _candidate(2, "a", "war rar x"), *common]
    assert rank(candidates, [["war"], ["rar"]])[0] == 2


def test_parts_of_words_do_not_count_but_other_stems_do() -> None:
    candidates = [_candidate(1, "a", "warm war b"), _candidate(2, "a", "wars war b")]
    assert rank(candidates, [["war", "wars"]]) == (2, 1)


def test_equals_keep_their_order() -> None:
    candidates = [_candidate(number, "a", "war") for number in (3, 1, 2)]
    assert rank(candidates, [["war"]]) == (3, 1, 2)
    assert rank(candidates, []) == (3, 1, 2)
    assert rank([], [["war"]]) == ()
