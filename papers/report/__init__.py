"""The chapters of the Modification Report, one module each. Each takes the facts and answers sections or blocks."""
