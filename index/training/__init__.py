"""How the shipped models were made, runnable again: one module a stage."""
