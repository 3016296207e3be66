"""How long a night takes beside the least it could take: `python -m tests.benchmarks` (README.md)."""
