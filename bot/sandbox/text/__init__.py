"""Texts as Telegram sees them: markup, entities in UTF-16 units, clean-up, found links."""
