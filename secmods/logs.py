import logging


class OneLine(logging.Formatter):
    """One record, one line: a traceback is folded, and nobody can forge a line by typing a line break."""

    def format(self, record: logging.LogRecord) -> str:
        lines = super().format(record).splitlines()
        return " | ".join(line.rstrip() for line in lines if line.strip())
