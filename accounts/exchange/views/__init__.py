"""Pages of imports: upload or paste, columns, preview, progress, result."""
