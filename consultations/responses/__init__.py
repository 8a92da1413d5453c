"""What was submitted: as it is received, listed, confirmed, handed out as data, and read from a form in Word."""
