"""What bodies do with proposals: agendas and minutes, views, recommendations, decisions, ballots."""
