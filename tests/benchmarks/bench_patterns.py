"""Every regular expression of the program against texts that are made to take it long.

Run by `make fuzz`. Each is timed on texts of 2,000 and 8,000 characters, in the ways in which its
module uses it: linear work grows fourfold, quadratic work sixteenfold. It exits 1 for a pattern
whose work grows faster than its text, unless `SHORT` says how long its texts can be at most, and
for one of those that takes longer than that is worth.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Final

from tests.security.patterns import Attack, Used, attacks, patterns

LENGTH: Final = 2_000
# Between linear and quadratic, where the shortest of three runs counts.
GROWTH: Final = 9.0
# What takes less is not worth a look, and too short to be timed.
SECONDS: Final = 0.002
# The longest pause that one message may cause.
PAUSE: Final = 0.25
MESSAGE: Final = 4_096
# Texts that are cut, folded or written by ourselves before the pattern sees them.
SHORT: Final = {
    "bot.news.hours._RANGE": 100,  # folded, with single spaces; longer texts are none
    "bot.news.hours._UNTIL": 100,  # as above
    "bot.news.places._OFFSET": 100,  # cut, with single spaces
    r"bot.news.places:\s*[(,].*": 100,  # names of the world's countries, ours
    "bot.news.vocabulary._QUALIFIER": 100,  # names of topics: ours, or an editor's of 60 characters
    "bot.render.parts._TAG": MESSAGE,  # our own tags; a stranger's "<" is escaped
    "bot.render.parts._TOKEN": MESSAGE,  # as above
    "bot.sandbox.text.found._PATTERNS[6][1]": MESSAGE,  # what Telegram takes as one message
    "summarizer.stops._BEFORE": 100,  # searched in a window before a full stop
}


def main() -> int:
    found = patterns()
    began, faults = time.monotonic(), 0
    for name, used in found.items():
        for attack, growth, seconds in _slow(used):
            longest = SHORT.get(name)
            worst = _seconds(used, attack.text(longest)) if longest else 0.0
            if longest is None or worst > PAUSE:
                faults += 1
                print(
                    f"{name}: × {growth:.0f}, {seconds:.3f} s, {longest}: {worst:.3f} s, {attack}"
                )
                break
    print(f"{len(found)} patterns in {time.monotonic() - began:.0f} s: {faults} grow too fast")
    return int(bool(faults))


def _slow(used: Used) -> Iterator[tuple[Attack, float, float]]:
    """The attacks on which the work grows faster than the text."""
    for attack in attacks(used.pattern):
        long = _seconds(used, attack.text(4 * LENGTH))
        if long < SECONDS:
            continue
        short = min(_seconds(used, attack.text(LENGTH)) for _ in range(3))
        long = min(long, *(_seconds(used, attack.text(4 * LENGTH)) for _ in range(2)))
        if long > GROWTH * short:
            yield attack, long / short, long


def _seconds(used: Used, text: str) -> float:
    began = time.process_time()
    used.run(text)
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
