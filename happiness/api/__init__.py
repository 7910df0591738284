"""REST v1 for other systems: docs/api.md. Every act is the page's own act, in the name of the token's owner."""
