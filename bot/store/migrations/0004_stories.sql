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

-- The topics of all articles of a story, at the place of its lead: what a topic's list reads.
CREATE TABLE story_topics (
    topic TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL,
    PRIMARY KEY (topic, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_topics_by_story ON story_topics (story_id);
CREATE INDEX story_topics_by_article ON story_topics (article_id);

-- Until now each article was a story of its own.
INSERT INTO stories (id, articles, sources) SELECT id, 1, 1 FROM articles;
UPDATE articles SET story_id = id;
INSERT INTO story_topics (topic, sequence, article_id, story_id)
SELECT topic, sequence, article_id, article_id FROM article_topics;

CREATE INDEX articles_by_story ON articles (story_id, sequence);
CREATE INDEX leading_articles ON articles (sequence) WHERE lead = 1;

-- From now on a topic counts its stories.
DROP TRIGGER article_topics_added;
DROP TRIGGER article_topics_removed;
ALTER TABLE topic_counts RENAME COLUMN articles TO stories;

CREATE TRIGGER story_topics_added AFTER INSERT ON story_topics BEGIN
    INSERT INTO topic_counts (topic, stories) VALUES (new.topic, 1)
    ON CONFLICT (topic) DO UPDATE SET stories = stories + 1;
END;

CREATE TRIGGER story_topics_removed AFTER DELETE ON story_topics BEGIN
    UPDATE topic_counts SET stories = stories - 1 WHERE topic = old.topic;
    DELETE FROM topic_counts WHERE topic = old.topic AND stories = 0;
END;
