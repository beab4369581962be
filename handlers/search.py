"""/search, and plain text in a private chat."""

from __future__ import annotations

from markupsafe import Markup

from bot.render.parts import shorten
from handlers.context import Ask, Reply
from handlers.reading import shown, way_on

# Longer than this is more likely a text than words to look for.
LONGEST_SEARCH = 200


async def search(ask: Ask) -> Reply:
    """Full text search, newest first."""
    if not ask.words:
        return Reply(text=ask.texts("search.how"))
    answer = await ask.services.briefing.search(ask.words)
    problems = [ask.texts(key) for key in answer.problems]
    if len(ask.words) > LONGEST_SEARCH:
        problems.append(ask.texts("search.long"))
    if not answer.brief.stories:
        nothing = ask.texts("search.nothing", query=shorten(ask.words, 80))
        return Reply(text=Markup("\n\n").join([nothing, *problems]), keyboard=way_on(ask))
    note = Markup("\n").join(problems) if problems else None
    return await shown(ask, answer.brief, note=note)
