"""Production is refused until it is told what it must know, and then passes Django's own examination."""

import os
import subprocess
import sys

import pytest

from secmods.env import ROOT

FULL = {
    "SECMODS_MODE": "production",
    "SECRET_KEY": "".join(chr(33 + n) for n in range(60)),
    "ALLOWED_HOSTS": "modifications.example.org",
    "DATABASE_URL": "postgres://user:word@database.example.org/secmods",
    "REDIS_URL": "redis://redis.example.org/0",
}


def manage(tmp_path, *words, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**kept, "SECMODS_HOME": str(tmp_path / "home"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def show(tmp_path, name, **variables):
    code = f"from secmods import settings; print(repr(settings.{name}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SECMODS_HOME": str(tmp_path / "home"), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_production_passes_djangos_examination_without_a_warning(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "DEBUG", **FULL)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_names_what_it_was_not_told(tmp_path, name):
    done = manage(tmp_path, "check", **{key: value for key, value in FULL.items() if key != name})
    assert done.returncode == 2
    assert done.stderr == f"{name} is not set. SECMODS_MODE is production, where it has no default.\n"


def test_demo_and_debug_are_off_in_production_unless_asked_for(tmp_path):
    assert show(tmp_path, "DEMO") == "True"
    assert show(tmp_path, "DEMO", **FULL) == "False"
    assert show(tmp_path, "DEBUG", **FULL, DEBUG="on") == "False"


def test_a_local_home_keeps_its_signing_key_to_itself(tmp_path):
    first = show(tmp_path, "SECRET_KEY")
    assert first == show(tmp_path, "SECRET_KEY")
    assert len(first) > 50
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_no_request_can_wait_for_redis(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


def test_nothing_but_ourselves_may_supply_script_or_style(settings):
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert rules["default-src"] == ["'none'"]
    assert [str(source) for source in rules["script-src"]] == ["'self'", "csp.constants.NONCE"]
    assert rules["style-src"] == ["'self'"]
