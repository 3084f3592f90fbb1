"""Which commit runs."""

import subprocess

import pytest

from metaagent.telemetry.git import REF, REVISION, URL, git_context, public_url

COMMIT = "c" * 40


def git(folder, *arguments):
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "feature/a")
    git(folder, "config", "user.email", "a@b.example")
    git(folder, "config", "user.name", "A")
    git(folder, "remote", "add", "origin", "https://ada:secret@git.acme.example/acme/desk.git")
    git(folder, "commit", "-q", "--allow-empty", "-m", "first")
    return folder


def head(folder):
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_folder_within_a_repository(repository):
    below = repository / "src" / "desk"
    below.mkdir(parents=True)
    assert git_context({}, below) == {
        URL: "https://git.acme.example/acme/desk",
        REF: "feature/a",
        REVISION: head(repository),
    }


def test_packed_refs(repository):
    git(repository, "pack-refs", "--all")
    assert git_context({}, repository)[REVISION] == head(repository)


def test_a_worktree(repository, tmp_path):
    git(repository, "worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    found = git_context({}, tmp_path / "tree")
    assert (found[REF], found[REVISION]) == ("other", head(repository))
    assert found[URL] == "https://git.acme.example/acme/desk"


def test_a_commit_without_a_branch(repository):
    git(repository, "checkout", "-q", "--detach")
    found = git_context({}, repository)
    assert found[REVISION] == head(repository) and REF not in found


def test_no_repository(tmp_path):
    assert git_context({}, tmp_path) == {}


def test_a_repository_that_cannot_be_read(tmp_path):
    (tmp_path / ".git").write_text("gitdir: nowhere")
    assert git_context({}, tmp_path) == {}


@pytest.mark.parametrize(
    "environment",
    [
        {
            "GITHUB_SHA": COMMIT,
            "GITHUB_REF_NAME": "main",
            "GITHUB_REPOSITORY": "acme/desk",
            "GITHUB_SERVER_URL": "https://github.com",
        },
        {
            "CI_COMMIT_SHA": COMMIT,
            "CI_COMMIT_REF_NAME": "main",
            "CI_PROJECT_URL": "https://github.com/acme/desk",
        },
        {
            "VERCEL_GIT_COMMIT_SHA": COMMIT,
            "VERCEL_GIT_COMMIT_REF": "main",
            "VERCEL_GIT_PROVIDER": "github",
            "VERCEL_GIT_REPO_OWNER": "acme",
            "VERCEL_GIT_REPO_SLUG": "desk",
        },
    ],
    ids=["GitHub", "GitLab", "Vercel"],
)
def test_the_environment_of_a_build_comes_first(environment, repository):
    assert git_context(environment, repository) == {
        URL: "https://github.com/acme/desk",
        REF: "main",
        REVISION: COMMIT,
    }


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://user:password@git.example/a/b.git", "https://git.example/a/b"),
        ("https://token@git.example:8443/a/b", "https://git.example:8443/a/b"),
        ("git@github.com:acme/desk.git", "https://github.com/acme/desk"),
        ("ssh://git@github.com:22/acme/desk.git", "https://github.com/acme/desk"),
        ("/srv/git/desk.git", None),
        ("file:///srv/git/desk.git", None),
        (None, None),
    ],
)
def test_the_address_of_a_repository_holds_no_credentials(url, public):
    assert public_url(url) == public
