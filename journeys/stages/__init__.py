"""The path of clients and their people, version by version: who stands where on it, how it goes, and where it hurts."""
