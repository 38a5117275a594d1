"""What programs call: the widget, the console's scripts, other systems. JSON and event streams."""
