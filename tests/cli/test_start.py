"""What `make run` runs, in a process of its own: the first start, the second, and every reason not to start."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.people import PASSWORD
from tests.storage.cluster import free_port

FIRST_WITHIN_S = 60
WARM_WITHIN_S = 8


def environment(folder: Path, **more: str) -> dict[str, str]:
    cheap = {"XUNCHA_ARGON2_MEMORY_KIB": "8", "XUNCHA_ARGON2_ROUNDS": "1", "XUNCHA_ARGON2_LANES": "1"}
    return os.environ | cheap | {"XUNCHA_DATA": str(folder), "XUNCHA_DEMO_PASSWORD": PASSWORD} | more


def start(folder: Path, port: int, *words: str, **more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "api.start", "--port", str(port), *words]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=environment(folder, **more), **streams)  # type: ignore[call-overload, no-any-return]  # streams are keyword values


@contextmanager
def serving(folder: Path, within_s: float) -> Iterator[tuple["subprocess.Popen[str]", str, float]]:
    """The process, its address, and the seconds until it was ready."""
    port, began = free_port(), time.monotonic()
    process = start(folder, port)
    try:
        yield process, f"http://127.0.0.1:{port}", ready(process, port, began, within_s)
    finally:
        process.kill()
        process.wait(10)


def ready(process: "subprocess.Popen[str]", port: int, began: float, within_s: float) -> float:
    while time.monotonic() - began < within_s and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready").status_code == 200:
                return time.monotonic() - began
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    pytest.fail(f"not ready within {within_s} s:\n{process.communicate()[0]}")


def refused(folder: Path, port: int, *words: str, **more: str) -> str:
    """What is said when it does not start."""
    process = start(folder, port, *words, **more)
    said, _ = process.communicate(timeout=FIRST_WITHIN_S)
    assert process.returncode == 1
    assert "Traceback" not in said
    return str(said)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after its first start and a clean end."""
    folder = tmp_path_factory.mktemp("run") / "data"
    with serving(folder, FIRST_WITHIN_S) as (process, url, _):
        assert "地条钢巡察" in httpx.get(f"{url}/").text
        assert httpx.get(f"{url}/app/").status_code == 200
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert f"xunchayuan  {PASSWORD}" in said
    assert said.rstrip().endswith("已停止。")
    return folder


def test_a_second_start_is_quick_and_changes_nothing(county: Path) -> None:
    before = (county / "site/current").readlink()
    with serving(county, WARM_WITHIN_S) as (process, url, seconds):
        assert seconds < WARM_WITHIN_S
        assert httpx.get(f"{url}/health").status_code == 200
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "密码" not in said
    assert (county / "site/current").readlink() == before


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path / "data", port)
    assert (
        said == f"127.0.0.1:{port} 已被别的程序占用或不能监听。请换一个端口，如 PORT={port + 1} make run。\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_second_server_on_one_folder_is_refused(county: Path) -> None:
    with serving(county, FIRST_WITHIN_S):
        assert refused(county, free_port()).startswith(f"已有一个服务在用 {county}，")


def test_a_command_writes_beside_a_running_server(county: Path) -> None:
    with serving(county, FIRST_WITHIN_S) as (_, url, _):
        words = [
            "account",
            "add",
            "beside",
            "--name",
            "示例",
            "--role",
            "inspector",
            "--unit",
            "wuyang_town",
            "--json",
        ]
        ran = subprocess.run(
            [sys.executable, "-c", "from api.cli import main; main()", *words],
            env=environment(county),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ran.returncode == 0, ran.stderr
        code = ran.stdout.split('"one_time_code": "')[1].partition('"')[0]
        answer = httpx.post(f"{url}/api/v1/login", json={"account": "beside", "password": code})
    assert (answer.status_code, answer.json()["must_change_password"]) == (200, True)


def test_demonstration_accounts_stay_on_this_machine(county: Path) -> None:
    said = refused(county, free_port(), XUNCHA_HOST="0.0.0.0")
    assert said.startswith("账本里有演示账号，只在本机提供服务，不监听 0.0.0.0。")


def test_several_workers_want_postgresql(county: Path) -> None:
    assert refused(county, free_port(), XUNCHA_WORKERS="2").startswith("多个进程要用 PostgreSQL")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "照片.txt").write_text("不要动我", "utf-8")
    assert "已有内容（照片.txt）" in refused(tmp_path, free_port())
    assert (tmp_path / "照片.txt").read_text("utf-8") == "不要动我"


def test_a_place_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file/data", free_port()).startswith("建不了数据文件夹")
