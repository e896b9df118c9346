"""The client file: one JSON per client."""
