"""The documented nginx in front of nodes, with a certificate of its own."""

import getpass
import os
import re
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.machine import nginx
from tests.support.nodes import free_port, listens, wait_until

CONF = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
AROUND = """
daemon off;
{user}
pid {folder}/pid;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/portal.conf;
}}
"""
CERTIFICATE = (
    *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
    *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"),
    *("-keyout", "key.pem", "-out", "fullchain.pem"),
)


class Proxy:
    """An nginx at ``https://localhost:{port}`` and, leading there, at ``http://localhost:{plain}``."""

    def __init__(self, folder: Path, port: int, nodes: Sequence[int]) -> None:
        self.folder, self.port, self.plain = folder, port, free_port()
        self.nodes = nodes

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(CERTIFICATE, cwd=self.folder, check=True, capture_output=True)
        self.trust = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        (self.folder / "portal.conf").write_text(self._conf(), encoding="utf-8")
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        conf = self.folder / "nginx.conf"
        conf.write_text(AROUND.format(folder=self.folder, user=user), encoding="utf-8")
        program = nginx()
        assert program
        self._process = subprocess.Popen([program, "-c", conf, "-e", self.folder / "error.log"])
        wait_until(lambda: listens(self.port), 20)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _conf(self) -> str:
        """The documented file with the addresses of here."""
        text = CONF.read_text(encoding="utf-8")
        servers = "".join(
            f"    server 127.0.0.1:{node} max_fails=2 fail_timeout=5s;\n" for node in self.nodes
        )
        text = re.sub(r"(?:    server 10\.\S+ max_fails=2 fail_timeout=5s;\n)+", servers, text)
        for there, here in (
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "),
            ("https://bmfw.example.gov.cn", f"https://localhost:{self.port}"),
            ("bmfw.example.gov.cn", "localhost"),
            ("/etc/ssl/portal", str(self.folder)),
            ("/var/log/nginx", str(self.folder)),
            ("/var/cache/nginx", str(self.folder)),
        ):
            assert there in text
            text = text.replace(there, here)
        return text


@contextmanager
def proxying(folder: Path, port: int, nodes: Sequence[int]) -> Iterator[Proxy]:
    """A proxy that has started, and is stopped afterwards."""
    proxy = Proxy(folder, port, nodes)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
