"""Settings from arguments and the environment."""

from pathlib import Path

import pytest

from metaagent.settings import DEFAULT_URL, default_folder, read_settings


def test_the_environment_says_what_arguments_do_not():
    settings = read_settings(
        environment={
            "METAAGENT_URL": "https://agents.acme.example/",
            "METAAGENT_KEY": "k",
            "METAAGENT_POLICY_PUBLIC_KEY": "a, b,",
            "METAAGENT_SDK_DATA": "/data",
            "METAAGENT_CONTENT": "OFF",
            "METAAGENT_DURABLE": "on",
            "METAAGENT_WITHOUT_POLICY": "closed",
            "METAAGENT_DISABLED": "true",
        }
    )
    assert (settings.url, settings.key) == ("https://agents.acme.example", "k")
    assert settings.public_keys == ("a", "b")
    assert settings.data == Path("/data")
    assert not settings.content
    assert settings.durable and settings.policy_required and settings.disabled


def test_arguments_come_first():
    environment = {"METAAGENT_URL": "https://x", "METAAGENT_DURABLE": "on", "METAAGENT_KEY": "k"}
    settings = read_settings("http://y", "l", durable=False, content=True, environment=environment)
    assert (settings.url, settings.key, settings.durable) == ("http://y", "l", False)


def test_without_anything_there_are_defaults():
    settings = read_settings(environment={"HOME": "/home/ada"})
    assert (settings.url, settings.key, settings.content) == (DEFAULT_URL, None, True)
    assert not (settings.durable or settings.policy_required or settings.disabled)
    assert settings.log_bytes == 256 * 1024 * 1024 and settings.when_full == "drop_oldest"


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"HOME": "/home/ada"}, "linux", "/home/ada/.cache/metaagent"),
        ({"HOME": "/Users/ada"}, "darwin", "/Users/ada/Library/Caches/metaagent"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "linux", "/c/metaagent"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/metaagent"),
    ],
)
def test_the_folder_is_in_the_users_cache(environment, platform, folder):
    assert default_folder(environment, platform) == Path(folder)


def test_without_a_home_the_folder_is_a_temporary_one_of_the_user():
    assert default_folder({}, "linux").name.startswith("metaagent-")
