from __future__ import annotations

from bot.news.acquaintances import _REMEMBERED, Acquaintances


def test_people_are_found_by_their_names_of_today() -> None:
    known = Acquaintances()
    known.meet(1, "Alice", "Alice_A")
    known.meet(2, "Bob", "")
    assert known.find("alice_a") == known.find("ALICE_A") == 1
    assert (known.name(1), known.name(2), known.name(3)) == ("Alice", "Bob", "")
    assert known.find("bob") == known.find("") == 0
    known.meet(2, "Bob", "alice_a")  # the name was given up and taken by another
    known.meet(1, "Alicia", "")
    assert (known.find("alice_a"), known.name(1)) == (2, "Alicia")


def test_memory_is_bounded() -> None:
    known = Acquaintances()
    for number in range(_REMEMBERED + 5):
        known.meet(number, f"P{number}", f"p{number}")
    assert known.name(4) == ""
    assert known.find("p4") == 0
    assert known.name(5) == "P5"
    assert len(known._names) == len(known._ids) == _REMEMBERED
