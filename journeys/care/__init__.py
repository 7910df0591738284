"""Care: birthdays, holidays and anniversaries are remembered, as a person approves and the client's own rules allow."""
