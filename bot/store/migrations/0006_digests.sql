-- What a chat asked for: a list of news at its own hour. `minute` is the wall time in minutes
-- after midnight, `days` a bit for each weekday (1 Monday … 64 Sunday), `topics` JSON ([]: all).
-- `since`: what was known at that instant was told. `next_digest_at`: NULL while none is due.
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE ON UPDATE CASCADE,
    thread_id INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    minute INTEGER NOT NULL,
    zone TEXT NOT NULL,
    days INTEGER NOT NULL,
    topics TEXT NOT NULL,
    length TEXT NOT NULL,
    silent INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended', 'unreachable')),
    resumes INTEGER,
    skipped TEXT NOT NULL DEFAULT '',
    since INTEGER NOT NULL,
    next_digest_at INTEGER,
    UNIQUE (chat_id, thread_id, name)
) STRICT;

CREATE INDEX due_subscriptions ON subscriptions (next_digest_at) WHERE next_digest_at IS NOT NULL;

-- A digest or broadcast as it is sent, once for all who get the same. `parts` is JSON: HTML and
-- keyboard of each message. `stories` is JSON: which stories up to which article (its id).
CREATE TABLE contents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parts TEXT NOT NULL,
    stories TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- What is to be sent. `slot` is unique: "digest:SUBSCRIPTION:LOCAL-DATE", "broadcast:ID:CHAT".
-- `part` is the next part to send, `messages` JSON the ids of those sent. `due` is when it was to
-- go first, `not_before` when it may go next. Who took it holds it until `lease`, as long as
-- `attempts` is what it was; `begun`: a part of it may be on its way at this moment.
-- `failures` are those of Telegram's servers or the network in a row.
-- `doubtful` counts how often nobody knew whether a part had arrived; `unsure`: that is how it
-- ended. `fault` is what Telegram said last.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slot TEXT NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE ON UPDATE CASCADE,
    thread_id INTEGER NOT NULL DEFAULT 0,
    content_id INTEGER NOT NULL REFERENCES contents (id),
    priority INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'leased', 'unsure', 'sent', 'failed', 'dropped')),
    part INTEGER NOT NULL DEFAULT 0,
    messages TEXT NOT NULL DEFAULT '[]',
    begun INTEGER NOT NULL DEFAULT 0,
    lease INTEGER,
    due INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    doubtful INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '',
    fault TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL,
    settled INTEGER
) STRICT;

CREATE INDEX outbox_ready ON outbox (priority, id, not_before) WHERE state = 'ready';
CREATE INDEX outbox_leased ON outbox (lease) WHERE state = 'leased';
-- Those of a chat that are still to go, in their order.
CREATE INDEX outbox_open ON outbox (chat_id, priority, id, state, due) WHERE state IN ('ready', 'leased');
CREATE INDEX outbox_settled ON outbox (settled) WHERE settled IS NOT NULL;
CREATE INDEX outbox_by_chat ON outbox (chat_id, id);
CREATE INDEX outbox_by_content ON outbox (content_id);

-- Per chat: where it is, when it wants quiet ("": never; "1320-420" in minutes), and its wishes.
ALTER TABLE chats ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN quiet TEXT NOT NULL DEFAULT '';

CREATE TABLE wishes (
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE ON UPDATE CASCADE,
    phrase TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('mute', 'follow')),
    PRIMARY KEY (chat_id, phrase)
) STRICT, WITHOUT ROWID;

-- "More like this" and "less like this": a weight that fades, per topic or source.
CREATE TABLE tastes (
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE ON UPDATE CASCADE,
    subject TEXT NOT NULL,
    weight REAL NOT NULL,
    updated INTEGER NOT NULL,
    PRIMARY KEY (chat_id, subject)
) STRICT, WITHOUT ROWID;

-- Articles that an editor put on top, until then.
CREATE TABLE pins (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    until INTEGER NOT NULL
) STRICT;

CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    content_id INTEGER NOT NULL REFERENCES contents (id),
    audience TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preview', 'running', 'paused', 'stopped', 'done', 'recalled')),
    created INTEGER NOT NULL
) STRICT;
