"""``source.remote``: another cluster to read from (``RemoteInfo``). It is checked as Elasticsearch checks it; no host is allowed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from docstore.errors import IllegalArgumentError
from docstore.time_value import millis

_KEYS = ("host", "username", "password", "api_key", "headers", "socket_timeout", "connect_timeout")


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a cluster answers."""

    host: str
    port: int
    problems: tuple[str, ...] = ()
    """What does not go together."""

    @classmethod
    def parse(cls, value: Any) -> Remote:
        """``{"host": "http://other:9200", "username": ..., "password": ..., "socket_timeout": "1m", ...}``.

        :raises IllegalArgumentError: no host, a host without a port, a time that is none, a key that is not known.
        """
        if not isinstance(value, dict):
            raise IllegalArgumentError(f"Expected [remote] to be a map but was [{value}]")
        for name in ("username", "password", "api_key", "host", "socket_timeout", "connect_timeout"):
            if value.get(name) is not None and not isinstance(value[name], str):
                raise IllegalArgumentError(f"Expected [{name}] to be a string but was [{value[name]}]")
        address = value.get("host")
        if address is None:
            raise IllegalArgumentError("[host] must be specified to reindex from a remote cluster")
        host, port = _address(address)
        for name in ("socket_timeout", "connect_timeout"):
            if value.get(name) is not None:
                millis(value[name], name)
        unknown = [key for key in value if key not in _KEYS]
        if unknown:
            raise IllegalArgumentError(f"Unsupported fields in [remote]: [{','.join(unknown)}]")
        if value.get("api_key") is not None and any(key.lower() == "authorization" for key in value.get("headers") or ()):
            raise IllegalArgumentError("Cannot specify both [api_key] and [headers] including [Authorization] key")
        user, password = (value.get(name) is not None for name in ("username", "password"))
        said = ("username but not password", user and not password), ("password but not username", password and not user)
        return cls(host, port, tuple(f"reindex from remote source included {what}" for what, is_so in said if is_so))

    def refusal(self) -> IllegalArgumentError:
        """Why nothing is read from there (``ReindexValidator``)."""
        return IllegalArgumentError(
            f"[{self.host}:{self.port}] not whitelisted in reindex.remote.whitelist: reading from another cluster is not supported by "
            "docstore yet"
        )


def _address(text: str) -> tuple[str, int]:
    try:
        parts = urlsplit(text)
        if parts.scheme and parts.hostname and parts.port is not None:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise IllegalArgumentError(f"[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [{text}]")
