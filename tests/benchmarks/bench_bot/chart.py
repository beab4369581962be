"""The chart of docs/speed.md: processor time per update of each bot, as SVG."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.bench_bot.contestants import POLLING, WEBHOOK

_ROW, _BAR, _LEFT, _WIDTH, _TOP = 26, 17, 190, 360, 46
_TITLE = "Processor time per update, milliseconds: less is better"


def draw(target: Path, milliseconds: dict[str, float]) -> None:
    """Draw the bars, the longest first."""
    order = sorted(milliseconds, key=lambda name: -milliseconds[name])
    height = _TOP + _ROW * len(order) + 12
    most = max(milliseconds.values())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 70} {height}"',
        'font-family="sans-serif" font-size="13" role="img">',
        f"<title>{_TITLE}</title>",
        f'<rect width="100%" height="{height}" fill="#fff"/>',
        f'<text x="12" y="24" font-size="15" font-weight="bold">{_TITLE}</text>',
    ]
    for place, name in enumerate(order):
        parts += _bar(name, milliseconds[name], most, _TOP + place * _ROW)
    target.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _bar(name: str, value: float, most: float, top: int) -> list[str]:
    width = _WIDTH * value / most
    fill = "#c0392b" if name in {POLLING, WEBHOOK} else "#9aa5b1"
    base = top + _BAR - 4
    return [
        f'<text x="{_LEFT - 8}" y="{base}" text-anchor="end">{name}</text>',
        f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{fill}"/>',
        f'<text x="{_LEFT + width + 6:.1f}" y="{base}">{value:.2f}</text>',
    ]
