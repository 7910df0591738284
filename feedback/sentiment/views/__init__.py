"""The pages of moods."""
