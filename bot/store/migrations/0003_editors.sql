-- Those who may do more than read, or less. Who reads and nothing else has no row here.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'banned')),
    name TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;

-- What editors did. `data` is JSON: what the action's words and its undoing need.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    person_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    data TEXT NOT NULL,
    undone INTEGER
) STRICT;

-- A conversation of several steps that waits for this person's next message in this chat.
CREATE TABLE dialogs (
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    step TEXT NOT NULL,
    data TEXT NOT NULL,
    updated INTEGER NOT NULL,
    PRIMARY KEY (chat_id, user_id)
) STRICT, WITHOUT ROWID;

-- Articles that wait for somebody to publish them: an editor's previews and held feed items.
-- Exactly one of `editor_id` and `feed_id` is set.
CREATE TABLE proposals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    draft TEXT NOT NULL,
    apart INTEGER NOT NULL DEFAULT 0,
    editor_id INTEGER,
    feed_id INTEGER,
    created INTEGER NOT NULL,
    CHECK ((editor_id IS NULL) <> (feed_id IS NULL))
) STRICT;

CREATE INDEX proposals_by_feed ON proposals (feed_id, id) WHERE feed_id IS NOT NULL;

-- Deleted articles, whole, for as long as the deletion can be undone.
CREATE TABLE deleted_articles (
    id INTEGER PRIMARY KEY,
    deleted INTEGER NOT NULL,
    content TEXT NOT NULL
) STRICT;

-- Which stories a chat opened: who is to hear of a correction.
CREATE TABLE openings (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    opened INTEGER NOT NULL,
    PRIMARY KEY (article_id, chat_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX openings_by_chat ON openings (chat_id);

-- What editors add to the vocabulary of topics. `names` and `aliases` are JSON by language; a
-- topic that was merged into another one only lends it its aliases.
CREATE TABLE own_topics (
    key TEXT PRIMARY KEY,
    names TEXT NOT NULL,
    aliases TEXT NOT NULL,
    merged_into TEXT
) STRICT, WITHOUT ROWID;
