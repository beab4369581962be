from __future__ import annotations

import pytest

from bot.errors import NotFoundError, RoleError
from bot.model import Length, Standing
from handlers import Services
from handlers.digests.drafts import MOST_LISTS
from tests.handlers.conftest import NOW, add
from tests.handlers.digests.conftest import (
    GROUP,
    HERE,
    Keep,
    Say,
    data_of,
    governs,
    governs_nothing,
    labels,
)


async def names(services: Services) -> list[str]:
    return [each.name for each in await services.store.subscriptions.of_chat(HERE)]


async def test_hour_and_yes(services: Services, say: Say) -> None:
    question = await say("/subscribe")
    card = await say(data_of(question, "Morning"))
    assert card.edit
    assert "It is <b>13:00</b> where you are" in card.text
    done = await say(data_of(card, "Yes"))
    assert "Done." in done.text
    (stored,) = await services.store.subscriptions.of_chat(HERE)
    assert (stored.minute, stored.zone, stored.length) == (480, "Europe/London", Length.SHORT)
    assert stored.since < NOW < (stored.next_digest_at or NOW)
    known = await services.store.chats.get(HERE)
    assert known is not None
    assert known.zone == "Europe/London"
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say("subs:save")


@pytest.mark.parametrize(
    ("language", "city"), [("be", "Мінск, Беларусь"), ("ru", "Минск, Беларусь")]
)
async def test_the_first_guess_goes_by_the_language(say: Say, language: str, city: str) -> None:
    card = await say("/subscribe 8", language=language)
    assert city in card.text


async def test_a_second_list_gets_a_name_of_its_own(services: Services, say: Say) -> None:
    await say("/subscribe 8")
    await say("subs:save")
    question = await say("/subscribe")
    assert "1 list already" in question.text
    await say("subs:when:1140")
    await say("subs:save")
    await say("subs:new")
    await say("subs:when:1140")
    await say("subs:save")
    await say("/subscribe 9 belarus")
    await say("subs:new")
    await say("subs:topics:belarus")
    await say("subs:save")
    assert await names(services) == ["", "19:00", "19:00 (2)", "Belarus", "08:00"]


async def test_a_name_that_nobody_gave_follows_the_topics(services: Services, say: Say) -> None:
    await say("/subscribe 8 belarus")
    await say("subs:save")
    await say("/subscribe 9 belarus")
    (made,) = await services.store.subscriptions.of_chat(HERE)
    assert (made.name, made.minute) == ("Belarus", 540)
    await say(f"sub:{made.id}:change")
    await say("subs:topics:economy")
    await say("subs:topics:belarus")
    card = await say("subs:card")
    assert "<b>Economy</b>" in card.text
    await say("subs:save")
    assert await names(services) == ["Economy"]


async def test_a_given_name_stays(services: Services, say: Say) -> None:
    await say('/subscribe "Work" 8')
    await say("subs:save")
    (made,) = await services.store.subscriptions.of_chat(HERE)
    await say(f"sub:{made.id}:change")
    await say("subs:topics:economy")
    await say("subs:save")
    assert await names(services) == ["Work"]
    await say(f"sub:{made.id}:change")
    assert "Type a name" in (await say("subs:name")).text
    await say("subs:name:-")
    await say("subs:save")
    assert await names(services) == ["Economy"]


async def test_the_hour_can_wait_for_the_topics(say: Say) -> None:
    question = await say("/subscribe belarus")
    assert "When shall" in question.text
    card = await say("weekdays 19h economy")
    assert "At 19:00, on weekdays" in card.text
    assert "Topics: Economy" in card.text


async def test_topics_that_are_none_are_asked_back(say: Say) -> None:
    assert "Belarus" in (await say("/subscribe 8 belrus")).text
    await say("/subscribe")
    assert "Belarus" in (await say("8 belrus")).text
    await say("subs:topics")
    assert "qwertyuiop" in (await say("qwertyuiop")).text
    card = await say("economy")
    await say("subs:topics")
    assert "Topics: Economy" in (await say("subs:card")).text
    card = await say("subs:topics:*")
    assert "All topics" in card.text


async def test_topics_with_most_news_are_offered(services: Services, say: Say) -> None:
    await add(services, "One", topics=("economy",))
    await say("/subscribe")
    page = await say("subs:topics")
    assert labels(page) == ["Economy", "All topics", "Done"]
    assert labels(await say("subs:topics:sport"))[0].startswith("✓")
    assert labels(await say("subs:topics:no-topic-of-ours"))[0].startswith("✓")


async def test_days_one_by_one_but_never_none(services: Services, say: Say) -> None:
    await say("/subscribe 8")
    await say("subs:days:weekend")
    page = await say("subs:days:5")
    assert "✓ Sun" in labels(page)
    assert "Sat" in labels(page)
    assert "✓ Sun" in labels(await say("subs:days:6"))
    assert "✓ Sun" in labels(await say("subs:days:9"))
    await say("subs:save")
    (made,) = await services.store.subscriptions.of_chat(HERE)
    assert made.days == 0b1000000


@pytest.mark.parametrize("data", ["subs", "subs:", "subs:nonsense", "subs:nonsense:1:2"])
async def test_a_forged_action_is_refused(say: Say, data: str) -> None:
    await say("/subscribe")
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say(data)


async def test_forged_values_do_no_harm(say: Say) -> None:
    await say("/subscribe 8")
    with pytest.raises(NotFoundError, match=r"zone\.unknown"):
        await say("subs:where:Nowhere/At_All")
    assert "How long" in (await say("subs:length:endless")).text
    assert "At 09:39" in (await say("subs:when:99939")).text


async def test_words_that_answer_nothing_are_a_search(services: Services, say: Say) -> None:
    await add(services, "The river rose")
    await say("/subscribe 8")
    assert "The river rose" in (await say("river")).text


async def test_who_unsubscribed_comes_back_to_the_old_list(
    services: Services, say: Say, keep: Keep
) -> None:
    await keep(standing=Standing.ENDED, minute=375, topics=("economy",))
    card = await say("/subscribe")
    assert "Welcome back" in card.text
    assert "06:15" in card.text
    await say(data_of(card, "Subscribe"))
    (made,) = await services.store.subscriptions.of_chat(HERE)
    assert made.standing is Standing.ACTIVE
    assert made.next_digest_at is not None


async def test_a_paused_list_is_changed_and_stays_paused(
    services: Services, say: Say, keep: Keep
) -> None:
    made = await keep(standing=Standing.PAUSED)
    await say(f"sub:{made.id}:change")
    await say("subs:length:long")
    await say("subs:save")
    changed = await services.store.subscriptions.get(made.id)
    assert changed is not None
    assert (changed.standing, changed.length) == (Standing.PAUSED, Length.LONG)


async def test_a_list_that_was_deleted_meanwhile_is_made_anew(
    services: Services, say: Say, keep: Keep
) -> None:
    made = await keep()
    await say(f"sub:{made.id}:change")
    await services.store.subscriptions.delete(made.id)
    await say("subs:save")
    assert len(await services.store.subscriptions.of_chat(HERE)) == 1


async def test_cancel_keeps_what_there_was(say: Say, keep: Keep) -> None:
    made = await keep()
    await say(f"sub:{made.id}:change")
    assert "stays as it is" in (await say("subs:cancel")).text
    await say("/subscribe")
    assert "no subscription" in (await say("subs:cancel")).text


async def test_a_groups_dialog_is_its_admins_own(services: Services, say: Say) -> None:
    here = {"chat_id": GROUP, "private": False, "administers": governs}
    question = await say("/subscribe", user_id=1, **here)
    assert "type" not in question.text
    card = await say("subs:when:480", user_id=2, **here)
    assert "Send my location" not in labels(await say("subs:where", user_id=2, **here))
    assert "in one line" in (await say("subs:name", user_id=2, **here)).text
    with pytest.raises(RoleError):
        await say("subs:save", user_id=3, **(here | {"administers": governs_nothing}))
    await say(data_of(card, "Yes"), user_id=1, **here)
    (made,) = await services.store.subscriptions.of_chat(GROUP)
    assert made.minute == 480


async def test_only_admins_subscribe_a_group(say: Say) -> None:
    with pytest.raises(RoleError):
        await say("/subscribe", chat_id=GROUP, private=False)


async def test_a_forums_topic_by_being_in_it_and_by_its_number(
    services: Services, say: Say
) -> None:
    here = {"chat_id": GROUP, "private": False, "administers": governs, "thread_id": 17}
    await say("/subscribe 8", **here)
    await say("subs:save", **here)
    await say(f"/subscribe {GROUP} 9", **here)
    await say(f"/subscribe {GROUP}/18 9", administers=governs)
    await say("/subscribe @thegroup 9", administers=governs)
    made = await services.store.subscriptions.of_chat(GROUP)
    assert [(each.thread_id, each.minute) for each in made] == [(17, 540), (18, 540), (0, 540)]
    done = await say(f"/subscribe {GROUP}/18 10", administers=governs)
    await say(data_of(done, "Another list"), administers=governs)
    await say("subs:save", administers=governs)
    (*_, newest) = await services.store.subscriptions.of_chat(GROUP)
    assert (newest.thread_id, newest.name) == (18, "08:00")


async def test_what_is_typed_answers_the_question_that_is_open(
    services: Services, say: Say
) -> None:
    await say("/subscribe")
    with pytest.raises(NotFoundError, match=r"subs\.no_hour"):
        await say("sometime")
    card = await say("7.30")
    assert "At 07:30" in card.text
    assert "When shall" in (await say(data_of(card, "Hour"))).text
    await say("subs:where")
    assert "Minsk" in (await say("minsk")).text
    assert "Silent on days" in (await say("subs:silent")).text
    assert "Say when there is no news" in labels(await say("subs:card"))
    await say("subs:name")
    await say("My   own list")
    await say("subs:save")
    (made,) = await services.store.subscriptions.of_chat(HERE)
    assert (made.name, made.minute, made.zone) == ("My own list", 450, "Europe/Minsk")
    assert made.silent


async def test_there_is_an_end_to_lists(services: Services, say: Say, keep: Keep) -> None:
    for number in range(MOST_LISTS):
        await keep(name=f"{number}")
    await say("/subscribe")
    with pytest.raises(NotFoundError, match=r"subs\.many"):
        await say("subs:save")
    assert len(await names(services)) == MOST_LISTS
