"""journeys acts: stages, playbooks, cases and care, from preboarding to reboarding."""
