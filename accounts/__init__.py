"""People, organisations, their Party Categories and roles, and how they sign in."""
