"""What the dashboard shows, as plain data and charts."""
