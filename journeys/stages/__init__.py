"""Where a client and each of its people stand on the common path: before the start, starting, growing, starting anew."""
