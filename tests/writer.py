"""LibreOffice, by which tests open Word files and have them printed."""

import os
import shutil

import pytest

WRITER = shutil.which("soffice")
# Where everything has to be there, as it is tried before it goes out, a test without it fails rather than being left out.
needs_writer = pytest.mark.skipif(
    WRITER is None and os.environ.get("CI") != "true",
    reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui).",
)
