"""Options to start the tests' browser."""

from __future__ import annotations

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
# the headless shell knows no network and would load pictures twice as far ahead as Chromium does on 4G
FLAGS += ["--blink-settings=lazyLoadingImageMarginPxUnknown=1250"]
# a key scrolls at once: an animation that another key interrupts under load can stop on its way
FLAGS += ["--disable-smooth-scrolling"]
