"""What speaks to Telegram: the application, its transport, its limits."""
