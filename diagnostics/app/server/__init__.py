"""The widget that carries messages, and the server that publishes the notebooks."""
