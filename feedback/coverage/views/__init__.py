"""Pages of coverage: the targets, and the list of gaps."""
