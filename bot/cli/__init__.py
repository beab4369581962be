"""Commands of `gazette` that need no running bot."""
