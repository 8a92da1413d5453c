"""How preparing, a process of its own, tells its supervisor what it is at: marked lines among what it prints."""

from typing import TextIO

MARK = "… "


def tell(stream: TextIO, sentence: str) -> None:
    stream.write(f"{MARK}{sentence}\n")
    stream.flush()


def told(line: str) -> str:
    """The sentence of a marked line; nothing where the line is what the program has to say in the end."""
    return line.removeprefix(MARK).strip() if line.startswith(MARK) else ""
