"""Documents and their versions: indexing a text, publishing it, holding what is live."""
