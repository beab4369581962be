-- What several outlets tell is one story. Both counts are kept as articles come and go; a copy of
-- a wire text is no further source.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    articles INTEGER NOT NULL,
    sources INTEGER NOT NULL
) STRICT;

-- `lead`: the article that stands for its story in lists. `copy`: tells another one's words.
ALTER TABLE articles ADD COLUMN story_id INTEGER REFERENCES stories (id);
ALTER TABLE articles ADD COLUMN lead INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;

-- Until now each article was a story of its own.
INSERT INTO stories (id, articles, sources) SELECT id, 1, 1 FROM articles;
UPDATE articles SET story_id = id;

CREATE INDEX articles_by_story ON articles (story_id, sequence);
CREATE INDEX leading_articles ON articles (sequence) WHERE lead = 1;
