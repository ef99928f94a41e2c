"""How fast the service is, beside a baseline in the same run: `python -m evals.speed`."""
