"""From a question to an answer with its citations. Pure: no I/O, no clock, no database."""
