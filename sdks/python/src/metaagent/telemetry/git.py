"""Which commit of which repository runs, from the environment or `.git`; git is not called."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

URL, REF, REVISION = "vcs.repository.url.full", "vcs.ref.head.name", "vcs.ref.head.revision"
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_SCP = re.compile(r"(?:[^@/:]+@)?([^/:@]+):(?!//)(.+)")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def git_context(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Attributes of OpenTelemetry; what is not known is left out."""
    found = _of_environment(environment)
    if not found:
        try:
            found = _of_folder(folder)
        except (OSError, ValueError):
            found = {}
    return {name: value for name, value in found.items() if value}


def public_url(url: str | None) -> str | None:
    """The address of a repository over https, without user, password and `.git`."""
    if not url:
        return None
    scp = _SCP.fullmatch(url)
    if scp is not None and "://" not in url:
        return f"https://{scp[1]}/{_without_suffix(scp[2])}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "ssh", "git") or not parts.hostname:
        return None
    web = parts.scheme in ("http", "https")
    port = f":{parts.port}" if web and parts.port else ""
    return (
        f"{parts.scheme if web else 'https'}://{parts.hostname}{port}{_without_suffix(parts.path)}"
    )


def _of_environment(env: Mapping[str, str]) -> dict[str, str | None]:
    if env.get("GITHUB_SHA"):
        server = env.get("GITHUB_SERVER_URL", "https://github.com")
        repository = env.get("GITHUB_REPOSITORY")
        url = f"{server}/{repository}" if repository else None
        return _context(url, env.get("GITHUB_REF_NAME"), env["GITHUB_SHA"])
    if env.get("CI_COMMIT_SHA"):
        return _context(
            env.get("CI_PROJECT_URL"), env.get("CI_COMMIT_REF_NAME"), env["CI_COMMIT_SHA"]
        )
    if env.get("VERCEL_GIT_COMMIT_SHA"):
        host = _HOSTS.get(env.get("VERCEL_GIT_PROVIDER", "github"))
        owner, slug = env.get("VERCEL_GIT_REPO_OWNER"), env.get("VERCEL_GIT_REPO_SLUG")
        url = f"https://{host}/{owner}/{slug}" if host and owner and slug else None
        return _context(url, env.get("VERCEL_GIT_COMMIT_REF"), env["VERCEL_GIT_COMMIT_SHA"])
    return {}


def _context(url: str | None, ref: str | None, revision: str | None) -> dict[str, str | None]:
    return {URL: public_url(url), REF: ref, REVISION: revision}


def _of_folder(folder: Path) -> dict[str, str | None]:
    git = _git_folder(folder.resolve())
    if git is None:
        return {}
    common = git
    if (git / "commondir").is_file():
        common = (git / (git / "commondir").read_text().strip()).resolve()
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref:"):
        return _context(_origin(common), None, head if _COMMIT.fullmatch(head) else None)
    ref = head.removeprefix("ref:").strip()
    name = ref.removeprefix("refs/heads/")
    return _context(_origin(common), name, _commit(git, ref) or _commit(common, ref))


def _git_folder(folder: Path) -> Path | None:
    for parent in (folder, *folder.parents):
        git = parent / ".git"
        if git.is_dir():
            return git
        if git.is_file():
            target = git.read_text().strip().removeprefix("gitdir:").strip()
            return (parent / target).resolve()
    return None


def _commit(git: Path, ref: str) -> str | None:
    if ".." not in ref and (git / ref).is_file():
        text = (git / ref).read_text().strip()
        return text if _COMMIT.fullmatch(text) else None
    packed = git / "packed-refs"
    for line in packed.read_text().splitlines() if packed.is_file() else []:
        commit, _, name = line.partition(" ")
        if name == ref and _COMMIT.fullmatch(commit):
            return commit
    return None


def _origin(git: Path) -> str | None:
    section = ""
    config = git / "config"
    for line in config.read_text().splitlines() if config.is_file() else []:
        text = line.strip()
        if text.startswith("["):
            section = text
        elif section == '[remote "origin"]' and text.partition("=")[0].strip() == "url":
            return text.partition("=")[2].strip()
    return None


def _without_suffix(path: str) -> str:
    return path.rstrip("/").removesuffix(".git")


def here() -> dict[str, str]:
    """The context of this process."""
    try:
        return git_context(os.environ, Path.cwd())
    except OSError:
        return {}
