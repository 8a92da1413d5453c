"""A response is neither lost nor doubled by what happens to the database, the web's queue or a worker meanwhile."""

import contextlib
import http.client
import random
import re
import socket
import threading
import time
from urllib.parse import urlencode

import psycopg2
import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from audit import clock
from consultations.models import Response, Submission
from consultations.responses import patience
from jobs.models import Job, JobState
from notifications.models import Delivery
from secmods import embedded
from tests import workers
from tests.consultations import asked
from tests.consultations.answered import draft, send, submitter
from tests.house.queueing import WORK
from tests.settings import TEST_HOME

pytestmark = [pytest.mark.house, pytest.mark.django_db(transaction=True)]

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPENED = re.compile(r'name="opened" value="([0-9a-f]{64})"')
KILLS, SEED = 3, 11


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextlib.contextmanager
def web(application: str, port: int, threads: int = 2):
    """The web as the site starts it, on this test's database."""
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(threads)]
    worker = ["--worker-class", "secmods.web.Worker", "--no-control-socket", "--timeout", "60"]
    with workers.running(lambda: workers.Process("-m", "gunicorn", application, *bind, *worker)):
        workers.wait_for(lambda: answers(port), 60, "the web to answer")
        yield


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Browser:
    """Somebody who signs off, in the session that a test made."""

    def __init__(self, port: int, person):
        self.port, client = port, Client()
        client.force_login(person)
        self.cookies = [f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"]

    def ask(self, method: str, address: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(self.cookies)}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with contextlib.closing(http.client.HTTPConnection("localhost", self.port, timeout=60)) as browser:
            browser.request(method, address, body=body, headers=headers)
            answer = browser.getresponse()
            page = answer.read().decode()
        self.cookies += [v.split(";")[0] for k, v in answer.getheaders() if k == "Set-Cookie" and "csrf" in v]
        return answer.status, page, answer.getheader("Location") or ""

    def opened(self, address: str) -> str:
        status, page, _ = self.ask("GET", address)
        assert status == 200
        return urlencode(
            {"csrfmiddlewaretoken": TOKEN.search(page)[1], "opened": OPENED.search(page)[1], "signs": "on"}
        )


def maintenance(*statements: str) -> None:
    """As the owner of the cluster, from beside the database."""
    beside = psycopg2.connect(embedded.database_url(TEST_HOME, "postgres"))
    beside.autocommit = True
    with contextlib.closing(beside), beside.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def sever(shut: bool = True) -> None:
    """Everybody's connection but ours ends, as on a restart; ``shut``: and no new one is had until ``let_in``."""
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    ours = connection.connection.info.backend_pid
    maintenance(
        *([f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'] if shut else []),
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> {ours}",
    )


def let_in() -> None:
    maintenance(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" ALLOW_CONNECTIONS true')


@pytest.fixture
def drafted():
    return draft(asked.consultation("Do you agree with the approach?"), None, "Yes, in the main.")


def sign_off(drafted: Response) -> str:
    return reverse("consultations:respond_sign_off", args=[drafted.consultation_id])


def in_a_thread(call) -> tuple[threading.Thread, list]:
    given: list = []
    thread = threading.Thread(target=lambda: given.append(call()))
    thread.start()
    return thread, given


def test_pressed_while_the_database_is_being_restarted_it_is_received_once_and_in_time(drafted):
    port, address = free_port(), sign_off(drafted)
    with web("secmods.wsgi", port):
        browser = Browser(port, submitter(drafted.organisation))
        body = browser.opened(address)
        sever()
        try:
            thread, given = in_a_thread(lambda: browser.ask("POST", address, body))
            time.sleep(2)
            assert given == []
        finally:
            back = clock.now()
            let_in()
        thread.join(60)
        ((status, _, to),) = given
        sent = Submission.objects.get()
        assert (status, to) == (302, reverse("consultations:receipt", args=[drafted.pk, 1]))
        assert sent.received_at < back
        assert browser.ask("POST", address, body)[2] == to
    assert Submission.objects.count() == 1
    assert drafted.drafts.get().text == "Yes, in the main."


def test_the_connection_lost_in_the_middle_of_the_act_nothing_is_doubled(drafted):
    """The act waits for the lock on the response when its connection is cut."""
    port, address = free_port(), sign_off(drafted)
    with web("secmods.wsgi", port):
        browser = Browser(port, submitter(drafted.organisation))
        body = browser.opened(address)
        with transaction.atomic():
            Response.objects.select_for_update().get(pk=drafted.pk)
            thread, given = in_a_thread(lambda: browser.ask("POST", address, body))
            workers.wait_for(waits_for_a_lock, 30, "the act to wait")
            sever(shut=False)
        thread.join(60)
        assert given[0][0] == 302
    assert Submission.objects.count() == 1
    assert Response.objects.get(pk=drafted.pk).number == 1


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_away_for_longer_it_says_so_and_asks_no_database(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(patience, "PATIENCE", 0.0)
    request = RequestFactory().post("/")
    request.received_at = clock.now()

    def away(request):
        raise OperationalError("server closed the connection unexpectedly")

    with django_assert_num_queries(0):
        answer = patience.patient(away)(request)
    assert answer.status_code == 503
    assert "your draft stands as it was last saved" in " ".join(answer.content.decode().split())


def test_what_waits_for_a_thread_has_reached_the_server():
    """Three at once on a site of one thread: the second had waited for the first, the third for both."""
    port = free_port()
    with web("tests.house.queueing:application", port, threads=1):
        time.sleep(WORK)  # the look whether it answers has been worked off
        calls = [in_a_thread(lambda: read(port)) for _ in range(3)]
        for thread, _ in calls:
            thread.join(30)
    first, second, third = sorted(given[0] for _, given in calls)
    assert first < WORK / 2 < second < 1.7 * WORK < third


def test_a_connection_on_which_nothing_was_said_has_not_waited():
    """Opened while the one thread was busy, and used only then: it has waited since it was used."""
    port = free_port()
    with web("tests.house.queueing:application", port, threads=1):
        time.sleep(WORK)
        thread, _ = in_a_thread(lambda: read(port))
        time.sleep(0.2 * WORK)
        with socket.create_connection(("127.0.0.1", port), timeout=30) as silent:
            time.sleep(0.6 * WORK)
            silent.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            said = b"".join(iter(lambda: silent.recv(4096), b""))
        thread.join(30)
    assert float(said.rpartition(b"\r\n\r\n")[2]) < 0.5 * WORK


def read(port: int) -> float:
    with contextlib.closing(http.client.HTTPConnection("localhost", port, timeout=30)) as browser:
        browser.request("GET", "/")
        return float(browser.getresponse().read())


def test_receipts_survive_a_killed_worker():
    """SIGKILL to the worker at random moments while receipts are sent: each is sent in the end, and none lost."""
    moments, row = random.Random(SEED), asked.consultation("Do you agree?")
    own = workers.OwnRedis()
    own.start()
    try:
        with workers.running(workers.dispatcher):
            worker = workers.worker()
            for _ in range(KILLS):
                made = [send(draft(row)) for _ in range(5)]
                time.sleep(moments.uniform(0, 1.5))
                worker.kill()
                worker = workers.worker()
            done = lambda: not Job.objects.exclude(state=JobState.DONE).exists()  # noqa: E731
            workers.wait_for(done, 90, "the receipts to be sent")
            worker.kill()
    finally:
        own.kill()
        embedded.tidy_sockets(workers.REDIS_HOME)
    copies = Delivery.objects.filter(message__audience="receipt")
    assert copies.count() == Submission.objects.count() == 5 * KILLS
    assert not copies.filter(sent_at=None).exists()
    assert made
