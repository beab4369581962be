"""What editors say: articles are added, put right, deleted, and stories are joined and parted."""
