"""The chart of the README: ROUGE-1 of each system on each set, as SVG."""

from __future__ import annotations

from pathlib import Path

_ROW, _BAR, _LEFT, _WIDTH, _TOP = 22, 14, 190, 360, 46


def draw(target: Path, means: dict[str, dict[str, float]], ours: str) -> None:
    """Draw mean ROUGE-1 by system and set, averaged over sets, longest bar first."""
    averages = {name: sum(sets.values()) / len(sets) for name, sets in means.items()}
    order = sorted(averages, key=lambda name: -averages[name])
    height = _TOP + _ROW * len(order) + 12
    most = max(averages.values())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 60} {height}"',
        'font-family="sans-serif" font-size="13" role="img">',
        "<title>ROUGE-1 of extractive summarizers, mean over six sets of news</title>",
        f'<rect width="100%" height="{height}" fill="#fff"/>',
        '<text x="12" y="24" font-size="15" font-weight="bold">',
        "ROUGE-1, mean over six sets of news</text>",
    ]
    for at, name in enumerate(order):
        parts += _bar(name, averages[name], most, _TOP + at * _ROW, mine=name == ours)
    target.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _bar(name: str, value: float, most: float, top: int, *, mine: bool) -> list[str]:
    width = _WIDTH * value / most
    fill = "#c0392b" if mine else "#9aa5b1"
    base = top + _BAR - 2
    return [
        f'<text x="{_LEFT - 8}" y="{base}" text-anchor="end">{name}</text>',
        f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{fill}"/>',
        f'<text x="{_LEFT + width + 6:.1f}" y="{base}">{value:.1f}</text>',
    ]
