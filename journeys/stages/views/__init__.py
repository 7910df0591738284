"""Pages of the path: the map, the board, redesigns, its drawing, and one client on it."""
