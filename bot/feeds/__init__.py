"""What comes in from outside: documents, web pages and the seeds, read into drafts."""
