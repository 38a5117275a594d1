"""What goes outside: e-mail, webhooks and tickets, by way of the outbox."""
