"""What `make run` runs, in a process of its own: the first start, the second, and every reason not to start."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pysqlite3.dbapi2 as sqlite3
import pytest

from tests.people import PASSWORD
from tests.storage.cluster import free_port

ROOT = Path(__file__).parents[2]
FIRST_WITHIN_S = 400  #: two years of story and the site, on two cores that others use too
WARM_WITHIN_S = 8


def environment(folder: Path, **more: str) -> dict[str, str]:
    cheap = {"XUNCHA_ARGON2_MEMORY_KIB": "8", "XUNCHA_ARGON2_ROUNDS": "1", "XUNCHA_ARGON2_LANES": "1"}
    return os.environ | cheap | {"XUNCHA_DATA": str(folder), "XUNCHA_DEMO_PASSWORD": PASSWORD} | more


def start(folder: Path, port: int | str, *words: str, **more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "api.start", "--port", str(port), *words]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=environment(folder, **more), **streams)  # type: ignore[call-overload, no-any-return]  # streams are keyword values


def processor_s(pid: int) -> float:
    """Seconds of processor time a process has used (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: Path, within_s: float) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process and its address, once it is ready."""
    port = free_port()
    process = start(folder, port)
    try:
        ready(process, port, within_s)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


def ready(process: "subprocess.Popen[str]", port: int, within_s: float) -> None:
    until = time.monotonic() + within_s
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready").status_code == 200:
                return
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
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int]:
    """A data folder after Ctrl-C within its first start; what was said, and the exit code.

    It is named by a relative path, as `make run` does.
    """
    folder = tmp_path_factory.mktemp("run") / "data"
    process = start(Path(os.path.relpath(folder)), free_port())
    while process.poll() is None and not (folder / "photos").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=FIRST_WITHIN_S)
    return folder, str(said), process.returncode


def test_ctrl_c_within_the_first_start_ends_in_one_sentence(broken_off: tuple[Path, str, int]) -> None:
    folder, said, code = broken_off
    assert (said.splitlines()[-1], code) == ("已中断。", 130)
    assert not (folder / "xuncha.db").exists()


@pytest.fixture(scope="module")
def county(broken_off: tuple[Path, str, int]) -> Path:
    """The same folder after it was started again, served, and ended by SIGTERM."""
    folder = broken_off[0]
    with serving(Path(os.path.relpath(folder)), FIRST_WITHIN_S) as (process, url):
        assert "地条钢巡察" in httpx.get(f"{url}/").text
        assert httpx.get(f"{url}/app/").status_code == 200
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"xunchayuan  {PASSWORD}" in said
    assert said.rstrip().endswith("已停止。")
    return folder


def test_a_second_start_is_quick_and_changes_nothing(county: Path) -> None:
    before = (county / "site/current").readlink()
    with serving(county, FIRST_WITHIN_S) as (process, url):
        assert (
            processor_s(process.pid) < WARM_WITHIN_S
        )  # on a busy machine the clock on the wall tells nothing
        assert httpx.get(f"{url}/health").status_code == 200
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "密码" not in said
    assert (county / "site/current").readlink() == before


def test_a_request_under_way_is_answered_before_the_end(county: Path) -> None:
    with serving(county, FIRST_WITHIN_S) as (process, url):
        body = b'{"account": "xunchayuan", "password": "x"}'
        host, _, port = url.removeprefix("http://").partition(":")
        head = f"POST /api/v1/login HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:10])
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            connection.sendall(body[10:])
            assert connection.recv(4096).startswith(b"HTTP/1.1 401 ")
        said, _ = process.communicate(timeout=60)
    assert (process.returncode, said.rstrip().splitlines()[-1]) == (0, "已停止。")


def test_a_ledger_of_a_newer_program_is_refused_in_words(county: Path, tmp_path: Path) -> None:
    shutil.copytree(county, tmp_path / "data", ignore=shutil.ignore_patterns("photos"))
    connection = sqlite3.connect(str(tmp_path / "data/xuncha.db"))
    connection.execute("insert into schema_step values (9999, 'later', 'x', '2030-01-01')")
    connection.commit()
    connection.close()
    said = refused(tmp_path / "data", free_port())
    assert said == "数据库由更新的版本写过（第 9999 步），请用新版程序打开。\n"


def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "xuncha.db").write_bytes(b"this is not a ledger\n" * 100)
    assert refused(tmp_path, free_port()).startswith("数据库文件不是账本，或已损坏。")
    assert (tmp_path / "xuncha.db").read_bytes() == b"this is not a ledger\n" * 100


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_that_is_none(port: str, tmp_path: Path) -> None:
    process = start(tmp_path / "data", port)
    said, _ = process.communicate(timeout=FIRST_WITHIN_S)
    assert process.returncode == 2
    assert said.startswith("参数“port”的值不对：应为 1 到 65535 的整数。")


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("exit 1", "需要 Python 3.11 或更新版本：请安装后再试，或用 PYTHON=… 指定。"),
        (
            '[ "$2" != "import ensurepip" ]',
            "缺少 Debian 软件包 python3-venv：请先 apt-get install python3-venv。",
        ),
    ],
)
def test_make_says_which_python_is_wanted(python: str, said: str, tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements").mkdir()
    shutil.copy(ROOT / "requirements/run.txt", tmp_path / "requirements")
    (tmp_path / "old-python").write_text(f"#!/bin/sh\n{python}\n")
    (tmp_path / "old-python").chmod(0o755)
    command = ["make", "-s", "run", "PYTHON=./old-python"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (2, f"{said}\n")
    assert not (tmp_path / ".venv").exists()


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
    with serving(county, FIRST_WITHIN_S) as (_, url):
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
