"""A PostgreSQL of its own for one measurement, as durable as a site's, which leaves no trace."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

LOCAL = Path(__file__).resolve().parent.parent / ".local"


@contextmanager
def database(name: str) -> Iterator[None]:
    """Django stands on an empty, migrated database within."""
    home = LOCAL / f"bench-{name}"
    shutil.rmtree(home, ignore_errors=True)
    os.environ |= {"SECMODS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "secmods.settings", "LOG_LEVEL": "ERROR"}
    from secmods import embedded, processes

    wanted = embedded.services(home, with_postgres=True, with_redis=False, durable=True, say=lambda sentence: None)
    started = [embedded.launch(service, home) for service in wanted]
    try:
        embedded.ensure_database(home)
        _migrated()
        yield
    finally:
        processes.clear(home)
        for process in started:
            process.wait()
        embedded.tidy_sockets(home)
        shutil.rmtree(home, ignore_errors=True)


def _migrated() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def processor() -> float:
    """Milliseconds of processor that this process and its database backend have used, on a busy machine too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        used = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (process_time() + sum(map(int, used)) / os.sysconf("SC_CLK_TCK"))
