"""happiness shows: the wiring, and the pages and letters that show everything at once. It has no tables."""
