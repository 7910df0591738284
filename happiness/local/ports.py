"""Free ports on the loopback interface, the same ones at every start as long as nobody else took them."""

import json
import socket
import time

from happiness.local.paths import DataDir

# After a crash the port may still be held by the dying server; processes that know its address wait for it.
PATIENCE = 3.0


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def remembered(data: DataDir, name: str) -> int:
    """Return the port this server had before, or a new one when that is taken for good."""
    file = data.run / "ports.json"
    try:
        known = {str(key): int(value) for key, value in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        known = {}
    give_up_at = time.monotonic() + PATIENCE
    while name in known and not is_free(known[name]):
        if time.monotonic() > give_up_at:
            del known[name]
        else:
            time.sleep(0.05)
    if name not in known:
        known[name] = any_free()
        file.write_text(json.dumps(known))
    return known[name]
