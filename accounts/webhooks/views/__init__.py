"""The settings pages of webhooks. Webhooks live in real time: what a demo organization's clock says does not move them."""
