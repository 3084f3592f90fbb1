"""Settings of a client, from arguments and the environment."""

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_URL = "http://localhost:8080"
DEFAULT_POLICY_WAIT = 2.0
MAX_POLICY_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client was told. Sizes are in bytes, times in seconds."""

    url: str
    key: str | None
    public_keys: tuple[str, ...]
    data: Path
    content: bool
    durable: bool
    policy_required: bool
    disabled: bool
    service_name: str | None
    log_bytes: int
    when_full: str
    block_seconds: float
    policy_wait: float


def read_settings(
    url: str | None = None,
    key: str | None = None,
    *,
    data: str | os.PathLike[str] | None = None,
    content: bool | None = None,
    durable: bool | None = None,
    without_policy: str | None = None,
    service_name: str | None = None,
    log_bytes: int = 256 * 1024 * 1024,
    when_full: str = "drop_oldest",
    block_seconds: float = 1.0,
    policy_wait: float | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Arguments come first, then the environment, then defaults. Raises ValueError."""
    without = without_policy or environment.get("METAAGENT_WITHOUT_POLICY") or "open"
    if without not in ("open", "closed"):
        raise ValueError(f"METAAGENT_WITHOUT_POLICY is open or closed, not {without!r}")
    if when_full not in ("drop_oldest", "block"):
        raise ValueError(f"when_full is drop_oldest or block, not {when_full!r}")
    wait = _seconds(policy_wait, environment.get("METAAGENT_POLICY_WAIT_SECONDS"))
    address = (url or environment.get("METAAGENT_URL") or DEFAULT_URL).rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"{address!r} is no address of a MetaAgent server (http or https)")
    pinned = environment.get("METAAGENT_POLICY_PUBLIC_KEY", "")
    folder = data or environment.get("METAAGENT_SDK_DATA")
    return Settings(
        address,
        key or environment.get("METAAGENT_KEY") or None,
        tuple(text.strip() for text in pinned.split(",") if text.strip()),
        Path(folder) if folder else default_folder(environment),
        environment.get("METAAGENT_CONTENT", "").lower() != "off" if content is None else content,
        environment.get("METAAGENT_DURABLE", "").lower() == "on" if durable is None else durable,
        without == "closed",
        environment.get("METAAGENT_DISABLED", "").lower() == "true",
        service_name,
        log_bytes,
        when_full,
        block_seconds,
        wait,
    )


def _seconds(argument: float | None, text: str | None) -> float:
    """How long a first run waits for the first policy."""
    try:
        seconds = float(text or DEFAULT_POLICY_WAIT) if argument is None else float(argument)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_POLICY_WAIT:
        raise ValueError(
            f"METAAGENT_POLICY_WAIT_SECONDS is a number from 0 to 60, not {argument or text!r}"
        )
    return seconds


def default_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The folder `metaagent` in the user's cache folder; a temporary one where there is none."""
    if platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "metaagent"
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "metaagent"
    home = environment.get("HOME")
    if not home:
        return Path(tempfile.gettempdir()) / f"metaagent-{_user()}"
    caches = ("Library", "Caches") if platform == "darwin" else (".cache",)
    return Path(home).joinpath(*caches, "metaagent")


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
