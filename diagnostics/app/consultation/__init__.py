"""The guided hour with a client, in seven steps."""
