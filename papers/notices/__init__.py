"""Notices to industry and letters to the Authority: each is of one step of a proposal and says what it means."""
