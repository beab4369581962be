"""What people do in the sandbox: they write, tap, ask, come and go.

Each deed changes the world and tells the bot what Telegram would tell it; what the page should
not have offered is refused with `Refusal`.
"""
