"""Who is heard at a client and who is not: people of every buyer role, lately enough, and whom to ask next."""
