"""Pages of talks: writing one down, reading it, and what was promised in it."""
