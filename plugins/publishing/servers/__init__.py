"""Web servers that show a folder: the settings by which every file has the headers that its release says."""

from __future__ import annotations

from collections.abc import Callable

from plugins.publishing.servers.apache import apache_settings
from plugins.publishing.servers.caddy import caddy_settings
from plugins.publishing.servers.nginx import nginx_settings


def server_formats() -> dict[str, Callable[[dict[str, str]], str]]:
    """The settings of each server for a site with these headers, by the server's name."""
    return {"apache": apache_settings, "caddy": caddy_settings, "nginx": nginx_settings}
