"""Values in, Telegram HTML and buttons out. Pure: no clock, no store, no Telegram library."""
