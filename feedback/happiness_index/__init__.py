"""The number: how happy a client is, 0-100, from what every buyer role has said; with its doubt, and why it moved."""
