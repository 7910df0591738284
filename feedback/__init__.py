"""feedback listens: how the clients' people feel, asked at the right moment and explained."""
