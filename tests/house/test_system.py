"""What make says and does where the machine lacks something."""

import importlib.util

import pytest

from secmods.env import ROOT


@pytest.fixture
def system(monkeypatch):
    spec = importlib.util.spec_from_file_location("system_needs", ROOT / "requirements" / "system.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setenv("CI", "")
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000)
    return module


def ask(system, monkeypatch, name, here=lambda: False, needed=None):
    _, packages, loss, default = system.NEEDS[name]
    monkeypatch.setitem(system.NEEDS, name, (here, packages, loss, default if needed is None else needed))
    monkeypatch.setattr(system.sys, "argv", ["system.py", name])
    return system.main()


def test_what_is_there_is_passed_over_in_silence(system, monkeypatch, capsys):
    assert ask(system, monkeypatch, "pango", here=lambda: True) == 0
    assert capsys.readouterr().out == ""


def test_without_pango_we_stop_with_a_sentence_that_names_the_packages(system, monkeypatch, capsys):
    assert ask(system, monkeypatch, "pango") == 1
    assert capsys.readouterr().out == (
        "Without Pango papers cannot be made; please install it"
        " (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0).\n"
    )


def test_without_chromium_one_line_says_so_and_only_ci_stops(system, monkeypatch, capsys):
    assert ask(system, monkeypatch, "chromium") == 0
    assert ask(system, monkeypatch, "chromium", needed=True) == 1
    line = "Without Chromium the browser journeys are left out; please install it (Debian: chromium-headless-shell).\n"
    assert capsys.readouterr().out == line * 2


def test_as_root_what_is_missing_is_put_in(system, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system, "quietly", lambda *command: asked.append(command) or True)
    assert ask(system, monkeypatch, "chromium", here=lambda: bool(asked)) == 0
    assert asked == [("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell")]
    assert capsys.readouterr().out == "Installing chromium-headless-shell…\n"


def test_where_there_is_no_package_of_the_small_browser_the_large_one_is_put_in(system, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        system, "quietly", lambda *command: asked.append(command[-1]) or command[-1] != "chromium-headless-shell"
    )
    assert ask(system, monkeypatch, "chromium", here=lambda: "chromium" in asked) == 0
    assert asked == ["chromium-headless-shell", "-qq", "chromium-headless-shell", "chromium"]
    assert capsys.readouterr().out == "Installing chromium-headless-shell…\nInstalling chromium…\n"


def test_a_run_says_what_is_missing_for_word_files_and_puts_nothing_in(system, monkeypatch, capsys):
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system, "quietly", lambda *command: pytest.fail("It was to be looked for alone."))
    monkeypatch.setitem(system.NEEDS, "writer", (lambda: False, *system.NEEDS["writer"][1:]))
    monkeypatch.setattr(system.sys, "argv", ["system.py", "writer", "look"])
    assert system.main() == 0
    assert capsys.readouterr().out == (
        "Without Writer papers supplied as Word cannot be printed for a pack; please install it"
        " (Debian: libreoffice-writer-nogui fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea).\n"
    )
