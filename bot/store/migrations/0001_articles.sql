-- Articles as lists need them. Their texts are a table of their own, so that a page of this one
-- holds several rows and a list reads a handful of pages.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- (published << 20) + the low 20 bits of id: unique and chronological. It is the row id of the
    -- search index, which can then be read newest first without sorting.
    sequence INTEGER NOT NULL UNIQUE,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    url_key TEXT UNIQUE,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    published INTEGER NOT NULL,
    added INTEGER NOT NULL,
    language TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    gist TEXT NOT NULL,
    has_text INTEGER NOT NULL
) STRICT;

-- The stems are what the search index was given: it needs the same again to forget an article.
CREATE TABLE article_texts (
    sequence INTEGER PRIMARY KEY REFERENCES articles (sequence) ON DELETE CASCADE,
    text TEXT NOT NULL,
    title_stems TEXT NOT NULL,
    text_stems TEXT NOT NULL,
    source_words TEXT NOT NULL
) STRICT;

-- The stems are folded and divided by single spaces; "ascii" keeps every other letter as it is,
-- so that the index holds exactly our tokens. Ranking counts for itself: no column sizes.
CREATE VIRTUAL TABLE article_index USING fts5 (
    title_stems, text_stems, source_words,
    content = 'article_texts', content_rowid = 'sequence', tokenize = 'ascii', columnsize = 0
);

CREATE TRIGGER article_texts_added AFTER INSERT ON article_texts BEGIN
    INSERT INTO article_index (rowid, title_stems, text_stems, source_words)
    VALUES (new.sequence, new.title_stems, new.text_stems, new.source_words);
END;

CREATE TRIGGER article_texts_removed AFTER DELETE ON article_texts BEGIN
    INSERT INTO article_index (article_index, rowid, title_stems, text_stems, source_words)
    VALUES ('delete', old.sequence, old.title_stems, old.text_stems, old.source_words);
END;

CREATE TRIGGER article_texts_changed
AFTER UPDATE OF sequence, title_stems, text_stems, source_words ON article_texts BEGIN
    INSERT INTO article_index (article_index, rowid, title_stems, text_stems, source_words)
    VALUES ('delete', old.sequence, old.title_stems, old.text_stems, old.source_words);
    INSERT INTO article_index (rowid, title_stems, text_stems, source_words)
    VALUES (new.sequence, new.title_stems, new.text_stems, new.source_words);
END;

CREATE TABLE article_topics (
    topic TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (topic, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_topics_by_article ON article_topics (article_id);

-- Counted as articles come and go: counting on demand would walk every article.
CREATE TABLE topic_counts (
    topic TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER article_topics_added AFTER INSERT ON article_topics BEGIN
    INSERT INTO topic_counts (topic, articles) VALUES (new.topic, 1)
    ON CONFLICT (topic) DO UPDATE SET articles = articles + 1;
END;

CREATE TRIGGER article_topics_removed AFTER DELETE ON article_topics BEGIN
    UPDATE topic_counts SET articles = articles - 1 WHERE topic = old.topic;
    DELETE FROM topic_counts WHERE topic = old.topic AND articles = 0;
END;

-- What was summarised once. Only offsets: a reader's pasted text leaves no words here.
CREATE TABLE summaries (
    engine TEXT NOT NULL,
    language TEXT NOT NULL,
    length INTEGER NOT NULL,
    text_hash TEXT NOT NULL,
    summary TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (engine, language, length, text_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
