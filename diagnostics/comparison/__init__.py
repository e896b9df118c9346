"""Two periods, or two segments, compared: what changed, mix against rate, like for like, and who gets which lead."""
