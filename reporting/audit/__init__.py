"""The audit trail to read: what was altered, by whom and for which post, searched, shown in words, and exported."""
