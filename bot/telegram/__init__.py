"""What speaks to Telegram: the application, its transport, its limits."""

import os

# PTB's opt-in to durations as timedelta, the only kind from its next major version on.
os.environ.setdefault("PTB_TIMEDELTA", "1")
