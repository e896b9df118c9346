"""Sentences and texts that the consultation and the report share."""
