"""Pages of answers behind the sign-in: how a survey will look to somebody, and answers heard by phone."""
