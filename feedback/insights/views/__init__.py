"""Pages of results: the figures, the answers behind them, one answer, and files."""
