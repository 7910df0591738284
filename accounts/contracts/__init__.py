"""What the relation with a client is worth: contracts, revenue that was booked, exchange rates, and how renewals came out."""
