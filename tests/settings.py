"""The settings of a test run: the same, but for its own home, its own numbers in Redis, and speed."""

import os

from secmods.env import home

# Workers inherit the environment of the process that started them, in which the home is the test home already.
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
TEST_HOME = home() if IS_WORKER else home() / "test"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")

for name in [name for name in os.environ if name.startswith(("SECMODS_", "EMAIL_", "SITE_", "DATABASE_", "REDIS_"))]:
    del os.environ[name]
os.environ["SECMODS_HOME"] = str(TEST_HOME)

from secmods import embedded  # noqa: E402
from secmods.settings import *  # noqa: E402, F403

REDIS_URL = embedded.redis_url(TEST_HOME, int(WORKER.removeprefix("gw")))
MEDIA_ROOT = TEST_HOME / "files" / WORKER
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = False
ACCOUNT_RATE_LIMITS = False
