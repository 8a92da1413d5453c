"""The form in Word on which a consultation is answered without being here: made from what is asked (``writing``), and
read when it comes back (``reading``). Neither needs the other’s program: Word, LibreOffice and paper all do."""
