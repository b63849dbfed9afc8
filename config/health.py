"""`python -m config.health`: exit 0 when this machine's web process answers; for Docker's health check."""

import http.client
import sys

from config.variables import read


def main() -> int:
    host = read("ALLOWED_HOSTS", ["localhost"])[0].lstrip(".")
    port = int(read("BIND", "127.0.0.1:8000").rpartition(":")[2])
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        line.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if line.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(main())
