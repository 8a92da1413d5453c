"""Papers for meetings, and the problem statement that stands behind them: facts, gathering, each kind."""
