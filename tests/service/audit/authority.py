"""A time stamping authority on loopback: OpenSSL's own, which nobody here wrote."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

_CONFIG = """
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = A time stamping authority
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[ stamper ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
signer_cert = {folder}/stamper.pem
signer_key = {folder}/stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Authority:
    """The files of an authority. `root` is what a reader trusts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._config = folder / "config"
        self.root = folder / "root.pem"
        self._config.write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        key = ("-newkey", "rsa:2048", "-nodes", "-config", str(self._config))
        openssl(
            "req", "-x509", *key, "-keyout", f"{folder}/root.key", "-out", str(self.root), "-days", "30",
            "-extensions", "root", "-subj", "/CN=A root",
        )  # fmt: skip
        openssl("req", "-new", *key, "-keyout", f"{folder}/stamper.key", "-out", f"{folder}/stamper.csr")
        openssl(
            "x509", "-req", "-in", f"{folder}/stamper.csr", "-CA", str(self.root), "-CAkey", f"{folder}/root.key",
            "-set_serial", "2", "-days", "30", "-extfile", str(self._config), "-extensions", "stamper",
            "-out", f"{folder}/stamper.pem",
        )  # fmt: skip

    def stamp(self, query: bytes) -> bytes:
        asked, answer = self._folder / "query", self._folder / "reply"
        asked.write_bytes(query)
        openssl("ts", "-reply", "-config", str(self._config), "-queryfile", str(asked), "-out", str(answer))
        return answer.read_bytes()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Its address."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                reply = authority.stamp(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/"
            finally:
                server.shutdown()
                thread.join()
