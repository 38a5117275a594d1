"""All SQL of the service. SQLite or PostgreSQL; nothing above this package writes a query."""
