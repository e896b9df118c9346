"""The leads under the names of the fields, each once: Ibis expressions that are the same on every engine."""
