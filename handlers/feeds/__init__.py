"""Feeds in the chat: the list, each one's page, adding, trying out, the queue, OPML."""
