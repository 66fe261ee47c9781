"""A site served by the web servers that the rules are written for, and what they answer."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

NGINX = """
daemon off; master_process off; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
  types {{ text/html html; }}
  server {{
    listen 127.0.0.1:{port};
    root {site};
    absolute_redirect off;
    include {site}/redirects/nginx.conf;
  }}
}}
"""
CADDY = """
{{
\tadmin off
\tauto_https off
}}
http://127.0.0.1:{port} {{
\troot * {site}
\timport {site}/redirects/Caddyfile
\tfile_server
}}
"""
COMMANDS = {
    "nginx": ("nginx.conf", NGINX, ["nginx", "-p", "{work}", "-c", "{config}"]),
    "caddy": (
        "Caddyfile",
        CADDY,
        ["caddy", "run", "--adapter", "caddyfile", "--config", "{config}"],
    ),
}


@contextmanager
def serving(server: str, site: Path, work: Path) -> Iterator[int]:
    """Serve the site until the block ends; give the port."""
    name, template, command = COMMANDS[server]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    work.mkdir(exist_ok=True)
    config = work / name
    config.write_text(template.format(work=work, port=port, site=site), "utf-8")
    environment = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin", "HOME": str(work)}
    words = [word.format(work=work, config=config) for word in command]
    with (
        (work / "said").open("wb") as said,
        subprocess.Popen(words, env=environment, stdout=said, stderr=said) as process,
    ):
        try:
            _wait(port, process, work / "said")
            yield port
        finally:
            process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert process.poll() is None, said.read_text()
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(said.read_text())


def ask(port: int, address: str) -> tuple[int, str, str]:
    """Ask for an address as a browser does; return status, the place to go to, and the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", quote(address, safe="/%"))
    answer = connection.getresponse()
    place = urlsplit(answer.headers.get("Location", ""))
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, place.path + (f"#{place.fragment}" if place.fragment else ""), body
