-- `expected`: how many chats were counted; `put`: how many letters there are so far. `reached` is
-- the chat up to which they were put, NULL once all were. `message_id` is that of the progress,
-- in the private chat of who sends it; `ended`: the result was told there.
ALTER TABLE broadcasts ADD COLUMN expected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN put INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN reached INTEGER;
ALTER TABLE broadcasts ADD COLUMN message_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN started INTEGER;
ALTER TABLE broadcasts ADD COLUMN ended INTEGER;

-- What became of a broadcast is counted without its letters being read; digests pay nothing for it.
-- SQLite asks an index for `priority`, too, though it follows.
CREATE INDEX outbox_broadcasts ON outbox (content_id, state, outcome, not_before, priority)
    WHERE priority = 3;
