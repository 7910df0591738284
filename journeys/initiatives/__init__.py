"""What the house changes so that clients feel better: a bottleneck becomes a plan with an owner, steps, a goal and its money,
measured before and after; and what departments owe, with the rulings of whoever arbitrates between them."""
