"""Django settings of the local poll, which takes anonymous votes on loopback only."""

import json
import os
import secrets
from pathlib import Path

FOLDER = Path(os.environ["POLL_FOLDER"])
TERMS = json.loads((FOLDER / "poll.json").read_text(encoding="utf-8"))

# not persistent: a form opened before a restart must be reloaded
SECRET_KEY = secrets.token_hex()
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "survey.urls"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "static/"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "survey",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *(["django.middleware.clickjacking.XFrameOptionsMiddleware"] if TERMS["refuses_frames"] else []),
]
X_FRAME_OPTIONS = "DENY"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "poll.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        # a vote and its answer are stored together
        "ATOMIC_REQUESTS": True,
    }
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "shortlist.shortlist"]},
    }
]
# without these two, cookies would not come back from a frame on another site
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "None"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

CSV_DIRECTORY = FOLDER / "exports"
USER_DID_NOT_ANSWER = ""
