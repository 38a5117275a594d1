"""`clause evaluate`: asks the whole engine questions whose answer is known, and shows how it did."""
