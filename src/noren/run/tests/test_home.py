"""The home: where it is, what is in it, and when it is refused."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ..errors import HomeUnusable
from ..home import SOCKET_NAME, SOCKET_PATH_LIMIT, Home, claim_folder, find_home, prepare, read_secret_key


def test_the_environment_names_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOREN_HOME", "/srv/shop/../noren")

    assert find_home().root == Path("/srv/noren")


def test_without_a_name_the_home_is_where_the_platform_keeps_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOREN_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert find_home().root == Path("/data/noren")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert find_home().root == Path.home() / ".local/share/noren"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert find_home().root == Path("/var/lib/noren")


def test_a_home_below_a_file_is_refused_with_its_place_and_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(HomeUnusable, match="set NOREN_HOME") as refused:
        prepare(Home(tmp_path / "file" / "home"))

    assert str(tmp_path / "file") in str(refused.value)


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()

    with pytest.raises(HomeUnusable):
        prepare(Home(tmp_path))


def test_preparing_twice_keeps_the_modes_that_the_operator_chose(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    prepare(home)
    home.media.chmod(0o755)

    prepare(home)

    assert stat.S_IMODE(home.media.stat().st_mode) == 0o755


def test_the_socket_stands_in_the_home_while_its_path_is_short() -> None:
    assert Home(Path("/var/lib/noren")).socket_folder == Path("/var/lib/noren/sock")


def test_a_path_too_long_for_a_socket_moves_it_below_tmp_and_no_two_homes_share_one() -> None:
    long = Path("/srv") / ("x" * (SOCKET_PATH_LIMIT - len(f"/srv//sock/{SOCKET_NAME}") + 1))
    longer = Path(f"{long}y")

    assert len(str(long / "sock" / SOCKET_NAME)) == SOCKET_PATH_LIMIT + 1
    assert Home(long.with_name(long.name[1:])).socket_folder.parent == long.with_name(long.name[1:])
    assert Home(long).socket_folder.parent == Path("/tmp")
    assert f"noren-{os.getuid()}-" in Home(long).socket_folder.name
    assert Home(long).socket_folder != Home(longer).socket_folder


def test_a_claimed_folder_is_closed_to_everybody_else(tmp_path: Path) -> None:
    claim_folder(tmp_path / "sock", owner=os.geteuid())
    (tmp_path / "sock").chmod(0o777)

    claim_folder(tmp_path / "sock", owner=os.geteuid())

    assert stat.S_IMODE((tmp_path / "sock").stat().st_mode) == 0o700


def test_a_link_in_the_place_of_the_socket_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(HomeUnusable, match="remove it"):
        claim_folder(tmp_path / "sock", owner=os.geteuid())


def test_four_first_calls_at_once_agree_on_one_secret_key(tmp_path: Path) -> None:
    home = Home(tmp_path)

    with ThreadPoolExecutor(4) as threads:
        keys = set(threads.map(read_secret_key, [home] * 4))

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE(home.secret_key.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret-key"]
