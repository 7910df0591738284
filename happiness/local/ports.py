"""Free ports on the loopback interface, the same ones at every start as long as nobody else took them."""

import json
import secrets
import socket
import time

from happiness.local.paths import DataDir

# A port may still be held by a server that is dying; those that know its address are worth waiting for.
PATIENCE = 5.0

# Below those that systems hand out for outgoing connections: a server that is started again would else find its port
# taken by any program's connection, even by one of its own clients that tries to reach it.
RANGE = range(20_000, 32_000)


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


def becomes_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen there now or in a moment."""
    give_up_at = time.monotonic() + PATIENCE
    while not is_free(port, host):
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


def any_free() -> int:
    """Return a port that nobody listens on now."""
    while not is_free(port := secrets.choice(RANGE)):
        pass
    return port


def remembered(data: DataDir, name: str) -> int:
    """Return the port this server had before, or a new one when that is taken for good."""
    file = data.run / "ports.json"
    try:
        known = {str(key): int(value) for key, value in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        known = {}
    if name not in known or not becomes_free(known[name]):
        known[name] = any_free()
        file.write_text(json.dumps(known))
    return known[name]
