"""Two hundred respondents submit within the last five seconds before a close, on the site as `make run` starts it: web,
dispatcher, worker, PostgreSQL. None may be lost, doubled, or late that was sent in time. A home of its own, no demo."""

import contextlib
import http.client
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".local" / "bench-last-seconds"
PORT = int(os.environ.get("BENCH_PORT", "8767"))
RESPONDENTS, TOO_LATE, WITHIN = int(os.environ.get("RESPONDENTS", "200")), 10, 5.0
QUESTIONS, SEED = 12, 4
PATIENCE = 300.0  # seconds that somebody waits for an answer, on a machine that is busy with other things
LIMIT = 20.0  # seconds that the slowest of a hundred may wait for the receipt
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPENED = re.compile(r'name="opened" value="([0-9a-f]{64})"')


@dataclass
class Respondent:
    """``at``: seconds before the close at which they press (negative: after it)."""

    cookie: str
    address: str
    at: float
    body: bytes = b""
    csrf: str = ""
    status: int = 0
    to: str = ""
    waited: float = 0.0
    read: float = 0.0

    def open(self) -> None:
        """The page of sign-off, as it stands in a browser before the rush."""
        connection = http.client.HTTPConnection("localhost", PORT, timeout=60)
        connection.request("GET", self.address, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            sys.exit(f"The page of sign-off answered {answer.status}.")
        self.csrf = next(v for k, v in answer.getheaders() if k == "Set-Cookie" and "csrftoken" in v).split(";")[0]
        given = {"csrfmiddlewaretoken": TOKEN.search(page)[1], "opened": OPENED.search(page)[1], "signs": "on"}
        self.body = urlencode(given).encode()
        connection.close()

    def press(self, closes: float) -> None:
        time.sleep(max(0.0, closes - self.at - time.time()))
        began = time.perf_counter()
        headers = {"Cookie": f"{self.cookie}; {self.csrf}", "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("localhost", PORT, timeout=PATIENCE)
        with contextlib.closing(connection), contextlib.suppress(OSError):  # no answer at all is counted below
            connection.request("POST", self.address, body=self.body, headers=headers)
            answer = connection.getresponse()
            answer.read()
            self.status, self.to = answer.status, answer.getheader("Location") or ""
        self.waited = time.perf_counter() - began


def main() -> int:
    shutil.rmtree(HOME, ignore_errors=True)
    os.environ |= {"SECMODS_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "secmods.settings", "LOG_LEVEL": "ERROR"}
    os.environ |= {"DEMO": "no"}
    with running():
        consultation, people = prepared()
        load = os.getloadavg()[0]
        crowd(people, lambda person: person.open())
        closes = close_in(consultation, 12.0)
        rush(people, closes.timestamp())
        held = [answered(people), received(consultation, closes), receipted(), told(people)]
    print(f"    Load of the machine before it began: {load:.1f}, on {os.cpu_count()} processors")
    shutil.rmtree(HOME, ignore_errors=True)
    return int(not all(held))


@contextmanager
def running() -> Iterator[None]:
    command = [sys.executable, "-m", "secmods.supervisor", "--host", "127.0.0.1", "--port", str(PORT)]
    site = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while not served():
            if site.poll() is not None:
                sys.exit("The site did not start.")
            time.sleep(0.2)
        yield
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait()


def served() -> bool:
    try:
        connection = http.client.HTTPConnection("localhost", PORT, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def prepared():
    """A consultation of twelve questions, two hundred organisations with a draft, and whoever signs it, signed in."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tests.consultations import asked
    from tests.consultations.answered import draft, submitter

    moments = random.Random(SEED)
    row = asked.consultation(*[f"Question {number}: do you agree?" for number in range(1, QUESTIONS + 1)])
    words = [f"We agree, for the reasons that we gave before. {'So it is. ' * 40}" for _ in range(QUESTIONS)]
    address, people = reverse("consultations:respond_sign_off", args=[row.pk]), []
    for number in range(RESPONDENTS + TOO_LATE):
        drafted = draft(row, None, *words, general_comments="We thank you for asking.", consents=True)
        client = Client()
        client.force_login(submitter(drafted.organisation))
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        late = number >= RESPONDENTS
        people.append(Respondent(cookie, address, -moments.uniform(0.01, 1) if late else moments.uniform(0.05, WITHIN)))
    return row, people


def close_in(consultation, seconds: float) -> datetime:
    from audit import clock

    closes = clock.now() + timedelta(seconds=seconds)
    type(consultation).objects.filter(pk=consultation.pk).update(closes_at=closes)
    return closes


def crowd(people: list[Respondent], do, at_a_time: int = 4) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(at_a_time) as pool:
        list(pool.map(do, people))


def rush(people: list[Respondent], closes: float) -> None:
    threads = [threading.Thread(target=person.press, args=[closes]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answered(people: list[Respondent]) -> bool:
    wrong = [person.status for person in people if person.status != 302 or "/responses/" not in person.to]
    waits = [person.waited for person in people]
    cuts = quantiles(waits, n=100)
    print(f"{len(people)} pressed, {len(wrong)} of them without a receipt; from the press to the receipt:", end=" ")
    print(
        f"half within {cuts[49]:.2f} s, 95 of 100 within {cuts[94]:.2f} s, 99 of 100 within {cuts[98]:.2f} s", end=" "
    )
    print(f"(limit {LIMIT:.0f} s), the slowest {max(waits):.2f} s")
    return not wrong and cuts[98] < LIMIT


def received(consultation, closes: datetime) -> bool:
    from audit import verify
    from consultations.models import Response, Submission

    found = list(Submission.objects.all())
    in_time = [each for each in found if not each.late and each.received_at < closes]
    late = [each for each in found if each.late and each.received_at >= closes]
    numbers = sorted(Response.objects.exclude(number=None).values_list("number", flat=True))
    numbered = numbers == list(range(1, RESPONDENTS + TOO_LATE + 1))
    last = max((each.received_at for each in in_time), default=closes)
    sound = not list(verify.faults())
    print(f"    in time {len(in_time)} of {RESPONDENTS}, late {len(late)} of {TOO_LATE}; the last in time", end=" ")
    print(f"{1000 * (closes - last).total_seconds():.0f} ms before the close;", end=" ")
    print(f"numbered once each: {numbered}; chain sound: {sound}")
    return len(in_time) == RESPONDENTS and len(late) == TOO_LATE == len(found) - RESPONDENTS and numbered and sound


def receipted() -> bool:
    """Each once, and how long until the last was sent by the one worker."""
    from jobs.models import Job
    from notifications.models import Delivery, Message

    began, wanted = time.perf_counter(), RESPONDENTS + TOO_LATE
    while Job.objects.filter(kind="send_notices").exclude(state="done").exists() and time.perf_counter() - began < 300:
        time.sleep(0.5)
    messages = Message.objects.filter(audience="receipt").count()
    sent = Delivery.objects.filter(message__audience="receipt").exclude(sent_at=None).count()
    print(
        f"    receipts by e-mail: {messages} written, {sent} sent, the last {time.perf_counter() - began:.0f} s later"
    )
    return messages == sent == wanted


def told(people: list[Respondent]) -> bool:
    """The receipt’s page, read by everybody afterwards."""

    def read(person: Respondent) -> None:
        began = time.perf_counter()
        connection = http.client.HTTPConnection("localhost", PORT, timeout=60)
        connection.request("GET", person.to, headers={"Cookie": person.cookie})
        person.status = connection.getresponse().status
        person.read = time.perf_counter() - began

    crowd([person for person in people if person.to], read)
    cuts = quantiles([person.read for person in people], n=100)
    print(f"    the receipt’s page, four readers at once: half within {1000 * cuts[49]:.0f} ms", end=", ")
    print(f"99 of 100 within {1000 * cuts[98]:.0f} ms")
    return all(person.status == 200 for person in people)


if __name__ == "__main__":
    sys.exit(main())
