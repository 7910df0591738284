"""Pages of plans, debts and rulings."""
