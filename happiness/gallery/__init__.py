"""The living page of all components, /ui/: each in every state, both themes, every language, any brand. Not in production."""
