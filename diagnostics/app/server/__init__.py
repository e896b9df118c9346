"""The widget that carries messages, its page in JavaScript, and the server that publishes the notebooks."""
