"""Pages about how the index is counted."""
