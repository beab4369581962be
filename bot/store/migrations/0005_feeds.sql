-- The feeds that are polled. Instants are seconds, intervals too. `etag` and `modified` are what
-- the server gave with the last content; `failures` in a row; `told` when admins heard of them.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    topics TEXT NOT NULL DEFAULT '[]',
    full_page INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    paused INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    next_poll INTEGER NOT NULL,
    interval INTEGER NOT NULL,
    last_poll INTEGER,
    last_item INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    fault TEXT NOT NULL DEFAULT '',
    told INTEGER
) STRICT;

CREATE INDEX due_feeds ON feeds (next_poll) WHERE paused = 0 AND gone = 0;

-- Every item that a feed ever gave us and still lists: an item is taken in once.
CREATE TABLE feed_items (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
