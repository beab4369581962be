"""The news itself: what comes in (ingest) and what readers are told (briefing)."""
