"""Conversations: who owns them, what was said, who is told."""
