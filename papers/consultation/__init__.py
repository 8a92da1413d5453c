"""Documents of consultations: what is asked (``asking``), what was answered (``collated``), and what reports say of it
(``told``)."""
