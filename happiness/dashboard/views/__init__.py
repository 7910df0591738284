"""The pages that show everything at once: the first page of the day, and one client."""
