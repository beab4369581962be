"""How quickly the program starts: `import gazette` and `gazette --help` beside `telegram.ext`.

Run by `make bench`. Whole processes, interleaved, medians. The bar: 1.5 times the peer.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

RUNS = 9
BAR = 1.5
PEER = "import telegram.ext"
COMMANDS = {
    PEER: [sys.executable, "-c", "import telegram.ext"],
    "import gazette": [sys.executable, "-c", "import gazette"],
    "gazette --help": [sys.executable, "-m", "gazette", "--help"],
}


def main() -> int:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS + 1):
        for name, command in COMMANDS.items():
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - began)
    peer = median(times[PEER][1:])  # the first run warms the disk's cache
    worst = 0.0
    print(f"{'start':<20}{'median ms':>12}{'× telegram.ext':>18}")
    for name, seconds in times.items():
        ratio = median(seconds[1:]) / peer
        worst = max(worst, ratio)
        print(f"{name:<20}{1000 * median(seconds[1:]):>12.0f}{ratio:>18.2f}")
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
