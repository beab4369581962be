"""Broadcasts: an owner's message to many, from the draft to its recall."""
