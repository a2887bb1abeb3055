"""Settings from the environment: all errors at once, secrets never shown, the page as printed."""

from pathlib import Path

import pytest

from api.problems import PROBLEMS
from inspections.settings import Settings, SettingsError, load, reference_page

PROBLEM_LINES = [f"| `/problems/{code}` | {sort.status} |" for code, sort in PROBLEMS.items()]


def test_the_reference_page_is_printed_from_the_struct() -> None:
    assert Path("docs/reference/settings.md").read_text("utf-8") == reference_page()


def test_every_wrong_name_and_value_is_told_at_once() -> None:
    wrong = {
        "XUNCHA_PORT": "70000",
        "XUNCHA_COLOUR": "red",
        "XUNCHA_DEMO_IN_PUBLIC": "perhaps",
        "XUNCHA_BOOK": "x",
    }
    with pytest.raises(SettingsError) as told:
        load(wrong)
    assert sorted(fault.split()[0] for fault in told.value.faults) == [
        "XUNCHA_BOOK",
        "XUNCHA_DEMO_IN_PUBLIC",
        "XUNCHA_PORT",
        "不认识的设置",
    ]
    assert "不认识的设置 XUNCHA_COLOUR" in told.value.faults


def test_places_follow_the_data_folder_unless_given() -> None:
    assert load({"XUNCHA_DATA": "/srv/x"}).database == "sqlite:////srv/x/xuncha.db"
    assert load({"XUNCHA_DATA": "/srv/x"}).photos == Path("/srv/x/photos")
    assert load({"XUNCHA_DATA": "/srv/x", "XUNCHA_SITE": "/srv/y"}).site == Path("/srv/y")


def test_secrets_are_masked_and_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://xuncha:geheim@db/ledger\n", "utf-8")
    settings = load({"XUNCHA_DATABASE_FILE": str(secret), "XUNCHA_DEMO_PASSWORD": "geheim"})
    assert settings.database == "postgresql://xuncha:geheim@db/ledger"
    shown = settings.effective()
    assert shown["XUNCHA_DATABASE"] == "postgresql://xuncha:******@db/ledger"
    assert "geheim" not in "".join(shown.values())
    assert set(shown) == {f"XUNCHA_{name.upper()}" for name in Settings.__struct_fields__}


def test_the_environment_counts_over_the_file_and_a_readable_secret_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "xuncha.conf"
    file.write_text("# 注释\nXUNCHA_PORT=9000\nXUNCHA_ICP=赣ICP备示例号\n\n", "utf-8")
    settings = load({"XUNCHA_CONFIG": str(file), "XUNCHA_PORT": "9001"})
    assert (settings.port, settings.icp) == (9001, "赣ICP备示例号")
    file.write_text("XUNCHA_DEMO_PASSWORD=geheim\nnonsense\n", "utf-8")
    file.chmod(0o644)
    with pytest.raises(SettingsError) as told:
        load({"XUNCHA_CONFIG": str(file)})
    assert len(told.value.faults) == 2
    assert "geheim" not in str(told.value)


def test_the_page_about_http_lists_every_problem() -> None:
    page = Path("docs/reference/http.md").read_text("utf-8")
    assert [line for line in PROBLEM_LINES if line not in page] == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://oapi.dingtalk.com/robot/send?access_token=x", True),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", True),
        ("http://oapi.dingtalk.com/robot/send", False),
        ("https://oapi.dingtalk.com.example.net/robot/send", False),
        ("https://oapi.dingtalk.com@example.net/robot/send", False),
        ("https://example.net/?oapi.dingtalk.com", False),
        ("https://oapi.dingtalk.com:8443/robot/send", False),
        ("https://oapi.dingtalk.com:x/robot/send", False),
        ("http://127.0.0.1:9/robot/send", False),
        ("ftp://qyapi.weixin.qq.com/x", False),
    ],
)
def test_a_robot_is_only_ever_at_a_listed_host(url: str, allowed: bool) -> None:
    given = {"XUNCHA_ROBOTS": f"https://qyapi.weixin.qq.com/x,{url}"}
    if allowed:
        shown = load(given).effective()["XUNCHA_ROBOTS"]
        assert "access_token" not in shown and "key=" not in shown
        return
    with pytest.raises(SettingsError, match="XUNCHA_ROBOTS 里有一个地址不能用"):
        load(given)


def test_sending_says_everything_it_lacks_and_never_shows_a_password() -> None:
    with pytest.raises(SettingsError) as told:
        load({"XUNCHA_MAIL_SERVER": "smtps://me:pa55@mail.example.gov.cn", "XUNCHA_DIGEST_AT": "08:30"})
    assert [fault.split("，")[0] for fault in told.value.faults] == [
        "设了 XUNCHA_MAIL_SERVER",
        "设了 XUNCHA_DIGEST_AT",
    ]
    whole = {"XUNCHA_MAIL_SERVER": "smtps://me:pa55@mail.example.gov.cn", "XUNCHA_MAIL_FROM": "a@b.cn"}
    assert load(whole).effective()["XUNCHA_MAIL_SERVER"] == "smtps://me:******@mail.example.gov.cn"
