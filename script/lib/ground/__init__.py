"""Runs the portal on one machine, with a PostgreSQL and a Redis of its own, and leaves nothing running."""
