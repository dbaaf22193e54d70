"""The portal's settings as the suite runs them: as on a laptop, in a folder of their own, without slow passwords."""

import os
import tempfile

# Each process of the suite has a folder of its own: two workers that render one edition must not meet in a file.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="pathfinder-tests-")
os.environ["LAPTOP"] = "1"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")  # so that a developer's .env names none

from pathfinder.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # look a static file up when asked for, instead of all of them for each test client
