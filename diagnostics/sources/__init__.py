"""Where numbers come from: typed counts, benchmarks, sample businesses."""
