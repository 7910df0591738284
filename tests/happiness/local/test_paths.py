import os
import stat
from pathlib import Path

import pytest

from happiness.local import LocalError, paths, secrets


def test_two_checkouts_never_share_a_data_dir() -> None:
    names = {paths.checkout_name(Path(path)) for path in ("/srv/app", "/srv-app", "/srv/a/pp", "/", "/робота")}
    assert len(names) == 5


def test_the_name_tells_which_checkout_it_is() -> None:
    assert paths.checkout_name(Path("/srv/app")).startswith("srv-app-")


@pytest.mark.parametrize(
    ("state_home", "parent"),
    [
        ("/state", "/state/happiness"),
        ("", "/home/ann/.local/state/happiness"),
        ("here", "/home/ann/.local/state/happiness"),
    ],
)
def test_a_normal_user_keeps_data_in_the_state_home(monkeypatch, state_home: str, parent: str) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    root = paths.default_root(Path("/src/x"), {"XDG_STATE_HOME": state_home}, as_root=False)
    assert str(root.parent) == parent


def test_root_keeps_data_where_the_database_user_can_go() -> None:
    assert (
        paths.default_root(Path("/root/x"), {"XDG_STATE_HOME": "/root/state"}, as_root=True).parent == paths.ROOT_BASE
    )


def test_an_option_wins_over_the_variable() -> None:
    environ = {"HAPPINESS_DATA_DIR": "/from/variable"}
    assert paths.choose("/from/option", environ) == Path("/from/option")
    assert paths.choose(None, environ) == Path("/from/variable")


def test_others_cannot_look_into_the_data_dir(place: Path) -> None:
    data = paths.prepare(place)
    assert not data.root.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IRGRP | stat.S_IWGRP)
    for part in (data.files, data.mailbox, data.logs, data.run):
        assert stat.S_IMODE(part.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's database runs as another user")
def test_a_place_below_a_closed_folder_is_refused_and_stays_closed(place: Path) -> None:
    closed = place.parent / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(LocalError, match=f"{closed} is closed"):
        paths.prepare(closed / "data")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(place: Path) -> None:
    place.mkdir()
    os.chown(place, 65534, 65534)
    with pytest.raises(LocalError, match="belongs to another user"):
        paths.prepare(place)


def test_a_path_too_long_for_a_socket_is_refused(place: Path) -> None:
    with pytest.raises(LocalError, match="too long"):
        paths.prepare(place / ("x" * 100))


def test_a_place_that_cannot_be_made_is_refused(place: Path) -> None:
    place.write_text("a file")
    with pytest.raises(LocalError, match="cannot be made"):
        paths.prepare(place / "data")


def test_secrets_are_made_once_and_closed_to_others(place: Path) -> None:
    data = paths.prepare(place)
    first = secrets.load(data)
    assert secrets.load(data) == first
    assert stat.S_IMODE(data.secrets.stat().st_mode) == 0o600
    assert len(first.secret_key) >= 50


def test_two_data_dirs_have_different_secrets(places) -> None:
    one, two = (secrets.load(paths.prepare(places())) for _ in range(2))
    assert not set(vars(one).values()) & set(vars(two).values())


def test_a_damaged_secrets_file_is_named_with_the_remedy(place: Path) -> None:
    data = paths.prepare(place)
    data.secrets.write_text('{"secret_key": ')
    with pytest.raises(LocalError, match="Remove it"):
        secrets.load(data)
