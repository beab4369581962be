"""Subscribing: lists of news at a chat's own hour, and what it wants of them."""
