"""What bodies do with proposals: their views first; agendas, decisions, ballots and minutes in storeys to come."""
