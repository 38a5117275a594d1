"""The web service: a visitor's question in, the clause that answers it out, a person when needed."""
