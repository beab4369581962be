CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
) STRICT;

-- AUTOINCREMENT: a number is never given twice, so an old button never opens somebody's new list.
CREATE TABLE listings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    query TEXT NOT NULL,
    story_ids TEXT NOT NULL,
    page_size INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE INDEX listings_by_chat ON listings (chat_id, id);

CREATE TABLE pastes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE INDEX pastes_by_chat ON pastes (chat_id);
CREATE INDEX pastes_by_created ON pastes (created);
