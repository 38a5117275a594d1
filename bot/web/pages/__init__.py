"""The pages that people see: sign-in, console, staff, studio, statement, and forms without a script."""
