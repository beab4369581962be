from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from bot.errors import FeedError, StoreError
from bot.incidents import Incidents, incident_of, trace_of

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def failed(words: str) -> Exception:
    try:
        json.loads(words)
    except ValueError as error:
        return error
    raise AssertionError("that was no fault")


def through_ours() -> Exception:
    from bot.store.instants import to_instant

    try:
        to_instant("x")  # type: ignore[arg-type]  # what a fault of ours would give it
    except TypeError as error:
        return error
    raise AssertionError("that was no fault")


def test_the_same_fault_has_the_same_id_whatever_its_words() -> None:
    one, other = incident_of(failed("{")), incident_of(failed("[1"))
    assert one.id == other.id
    assert one.id.startswith("E-")
    assert len(one.id) == 6
    assert one.kind == "JSONDecodeError"


def test_a_library_is_not_where_a_fault_of_ours_is() -> None:
    incident = incident_of(through_ours())
    assert incident.place.startswith("bot.store.instants.to_instant:")


def test_another_kind_or_place_is_another_group() -> None:
    ids = {
        incident_of(error).id
        for error in (failed("{"), through_ours(), ValueError(), TypeError(), KeyError())
    }
    assert len(ids) == 5


def test_ours_are_grouped_by_what_they_say() -> None:
    full, busy = StoreError("store.full", path="a"), StoreError("store.busy", path="a")
    assert incident_of(full).id == incident_of(StoreError("store.full", path="b")).id
    assert incident_of(full).id != incident_of(busy).id
    assert incident_of(full).place == ""
    assert incident_of(full).kind == "store.full"


def test_one_an_hour_with_the_count_of_the_others() -> None:
    incidents, incident = Incidents(), incident_of(ValueError())
    minutes = (0, 1, 2, 60, 61, 200)
    told = [incidents.note(incident, NOW + timedelta(minutes=each)) for each in minutes]
    assert told == [1, 0, 0, 3, 0, 2]
    assert incidents.note(incident_of(KeyError()), NOW) == 1


def test_a_clock_that_was_set_back_keeps_nobody_from_hearing() -> None:
    incidents, incident = Incidents(), incident_of(ValueError())
    incidents.note(incident, NOW)
    assert incidents.note(incident, NOW - timedelta(days=1)) == 1


def refused(*, hidden: bool = False) -> Exception:
    """One fault over another."""
    try:
        try:
            json.loads("secret words")
        except ValueError:
            if hidden:
                raise FeedError("feed.gone", name="a secret name") from None
            raise FeedError("feed.gone", name="a secret name")  # noqa: B904 - as forgotten
    except FeedError as error:
        return error
    raise AssertionError("that was no fault")


def test_a_trace_tells_types_and_places() -> None:
    trace = trace_of(refused())
    assert trace.index("FeedError") < trace.index("\nfrom\n") < trace.rindex("JSONDecodeError")
    assert "in refused" in trace


def test_a_trace_has_none_of_the_words() -> None:
    error = failed("secret words")
    assert "line 1 column 1" in str(error)
    trace = trace_of(error)
    assert trace.endswith("\nJSONDecodeError")
    assert "line 1 column 1" not in trace


def test_what_was_hidden_on_purpose_stays_so() -> None:
    assert "\nfrom\n" not in trace_of(refused(hidden=True))
