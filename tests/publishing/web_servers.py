"""Real web servers on this machine that show a folder with the settings which ``headers`` prints."""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.needs import require_tool
from tests.support.ports import await_server
from tools.local_cdn import free_ports

NGINX = """daemon off; user {user}; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  types {{ text/html html; text/css css; text/javascript js; }}
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {http}
  server {{ listen 127.0.0.1:{port}; root {site}; {server} }}
}}
"""
CADDY = """{{
  admin off
  auto_https off
  storage file_system {folder}
  log {{
    output discard
  }}
}}
{settings}
http://127.0.0.1:{port} {{
  bind 127.0.0.1
  root * {site}
  import xunzhan
}}
"""
APACHE_MODULES = ("mpm_event", "authz_core", "alias", "dir", "headers", "mime", "rewrite")
APACHE = """ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/error.log
{modules}
User {user}
TypesConfig /dev/null
ServerName localhost
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
  DocumentRoot {site}
  <Directory {site}>
    Options FollowSymLinks
  </Directory>
  {settings}
</VirtualHost>
"""


@contextmanager
def run_server(kind: str, site: Path, settings: str, folder: Path) -> Iterator[str]:
    """Run nginx, Caddy or Apache with these settings for the folder of a site; yield its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    (port,) = free_ports(1)
    config = folder / "config"
    config.write_text(_config(kind, site, settings, folder, port), encoding="utf-8")
    program = require_tool(kind)
    command = {
        "nginx": [program, "-c", str(config), "-p", str(folder)],
        "caddy": [program, "run", "--config", str(config), "--adapter", "caddyfile"],
        "apache": [program, "-D", "FOREGROUND", "-f", str(config)],
    }[kind]
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    log = (folder / "output").open("wb")
    server = subprocess.Popen(command, env={**os.environ, **home}, stdout=log, stderr=log)
    try:
        await_server(server, port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(60)
        log.close()


def _config(kind: str, site: Path, settings: str, folder: Path, port: int) -> str:
    values: dict[str, object] = {"folder": folder, "site": site, "port": port, "settings": settings}
    if kind == "nginx":
        http, server = settings.split("# in server { }\n")
        return NGINX.format(**values, user=getpass.getuser(), http=http, server=server)
    if kind == "caddy":
        return CADDY.format(**values)
    # it refuses to be root
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()
    place = _apache_modules()
    modules = "\n".join(f"LoadModule {name}_module {place}/mod_{name}.so" for name in APACHE_MODULES)
    return APACHE.format(**values, user=user, modules=modules)


def _apache_modules() -> Path:
    places = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"), Path("/usr/libexec/apache2"))
    return next(place for place in places if place.is_dir())
