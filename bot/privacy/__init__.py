"""What becomes of personal data in time."""
