"""The guards that every other test relies on: no network, and a browser whose complaints are heard."""

import socket
from types import SimpleNamespace

import pytest

from tests.browser import Complaints
from tests.network import NetworkIsOff


def test_a_test_reaches_itself_but_nothing_beyond():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    for host in ("192.0.2.1", "example.org"):
        with pytest.raises(NetworkIsOff), socket.socket() as client:
            client.connect((host, 80))


class Page:
    url = "/here/"

    def __init__(self):
        self.listeners = {}

    def on(self, kind, listener):
        self.listeners[kind] = listener


def test_script_errors_and_refusals_of_the_policy_are_heard_and_failed_answers_are_not():
    page, complaints = Page(), Complaints()
    complaints.listen(page)
    say = page.listeners["console"]
    page.listeners["pageerror"]("x is not defined")
    say(SimpleNamespace(type="error", text="Refused to apply inline style"))
    say(SimpleNamespace(type="error", text="Failed to load resource: the server responded with a status of 404"))
    say(SimpleNamespace(type="log", text="nothing"))
    assert complaints == ["/here/: x is not defined", "/here/: Refused to apply inline style"]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_real_browser_hears_a_refusal_of_the_policy(page, complaints, axe):
    page.goto("/accounts/login/")
    axe(page)
    assert complaints == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_timeout(100)
    assert len(complaints) == 1
    assert "style-src 'self'" in complaints[0]
    complaints.clear()
