"""What the machine itself must have: checked, put in with apt-get where that is permitted, else named in one sentence.

Its argument is pango, chromium, poppler or writer; with “look” after it nothing is put in.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def library(name: str) -> bool:
    for file in (f"lib{name}.so.0", ctypes.util.find_library(name) if sys.platform == "darwin" else None):
        try:
            if file and ctypes.CDLL(file):
                return True
        except OSError:
            continue
    return False


def pango() -> bool:
    return library("pango-1.0") and library("pangoft2-1.0")


def chromium() -> bool:
    return any(map(shutil.which, BROWSERS))


def poppler() -> bool:
    return bool(shutil.which("pdftotext"))


def writer() -> bool:
    return bool(shutil.which("soffice"))


# With typefaces as wide as those that Word comes with, so that lines and pages break as they did.
WRITER = ["libreoffice-writer-nogui", "fonts-liberation", "fonts-crosextra-carlito", "fonts-crosextra-caladea"]

# What, the Debian packages that bring it, what cannot be done without it, and whether it is needed at all.
NEEDS = {
    "pango": (pango, ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"], "papers cannot be made", True),
    "chromium": (
        chromium,
        ["chromium-headless-shell"],
        "the browser journeys are left out",
        os.environ.get("CI") == "true",
    ),
    "poppler": (poppler, ["poppler-utils"], "", False),
    "writer": (writer, WRITER, "papers supplied as Word cannot be printed for a pack", False),
}
# Where there is no such package: the browser with its windows, which takes a seventh longer for the same journey.
OTHERWISE = {"chromium": ["chromium"]}


def quietly(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def install(packages: list[str]) -> bool:
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {', '.join(packages)}…", flush=True)
    command = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    return quietly(*command) or (quietly("apt-get", "update", "-qq") and quietly(*command))


def main() -> int:
    here, packages, loss, needed = NEEDS[sys.argv[1]]
    looking = sys.argv[2:] == ["look"]
    if here() or (not looking and any(map(install, (packages, OTHERWISE.get(sys.argv[1], [])))) and here()):
        return 0
    if loss:
        print(f"Without {sys.argv[1].capitalize()} {loss}; please install it (Debian: {' '.join(packages)}).")
    return 1 if needed else 0


if __name__ == "__main__":
    sys.exit(main())
