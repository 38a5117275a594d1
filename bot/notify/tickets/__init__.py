"""Tickets in other systems: one module each, and one shape for what they are made of."""
