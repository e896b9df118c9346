"""The rows of ``data/``, typed: benchmarks, playbook, activities and sample businesses."""
