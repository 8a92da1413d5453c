import os
from pathlib import Path

from django.utils.crypto import get_random_string


def kept_key(home: Path) -> str:
    """The signing key of a local home: made once, readable by its owner alone."""
    file = home / "secret_key"
    try:
        return file.read_text()
    except FileNotFoundError:
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
    draft = file.with_name(f"secret_key.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(get_random_string(64))
    try:
        os.link(draft, file)  # another process may have been first: then its key is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text()
