#!/usr/bin/env python
"""Django's commands, with the embedded services started for the length of the command where they do not run already."""

import contextlib
import os
import sys

WITHOUT_SERVICES = {"check", "collectstatic", "help", "version", "--help", "--version"}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from secmods.embedded import ServiceError
    from secmods.holding import services_for_a_while

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    holder = contextlib.nullcontext if command in WITHOUT_SERVICES else services_for_a_while
    try:
        with holder():
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, ServiceError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
