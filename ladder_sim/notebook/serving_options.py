"""The options of the app's server, and which of them do not go together."""

from __future__ import annotations

import argparse
import importlib.util
import ipaddress
import os
import sys
from collections.abc import Sequence

from ladder_sim.core.i18n import Title, tr
from ladder_sim.notebook.served import ServedLimits

#: The environment variable with the word that the proxy says and nobody else knows; and how long it must be.
SECRET, SHORTEST = "LADDER_SIM_PROXY_SECRET", 16
PORT, HEADER = 8866, "Remote-User"
_USUAL = ServedLimits()
#: The environment variable with the path of the file that is opened.
OPEN = "LADDER_SIM_OPEN"
#: Options that count something: the default, and what they say.
COUNTS: dict[str, tuple[int, Title]] = {
    "sessions": (20, Title("sessions at once", "同时会话数")),
    "sessions-each": (3, Title("sessions at once of one visitor", "每位访问者的同时会话数")),
    "idle": (60, Title("minutes after which an unused session ends", "会话闲置多少分钟后结束")),
    "person-months": (_USUAL.person_months,
                      Title("largest run: people × months × replications", "单次运行上限：人数×月数×次数")),
    "seconds": (int(_USUAL.seconds), Title("longest run, in seconds", "单次运行最长秒数")),
    "memory": (_USUAL.memory, Title("megabytes of a session beyond its start", "每个会话可增用的内存（MB）")),
}  # fmt: skip


def asked(options: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options, and those that are voila's."""
    given = argparse.ArgumentParser(
        prog="python -m ladder_sim.notebook", allow_abbrev=False,
        description=tr("The explorer as a page. Further options go to voila.", "试算台网页。其余选项交给 voila。"),
    )  # fmt: skip
    add_options(given)
    return given.parse_known_args(list(options))


def add_options(given: argparse.ArgumentParser) -> None:
    """What can be asked of the server."""
    given.add_argument("--open", metavar=tr("FILE", "文件"),
                       help=tr("open with a scheme, a study, people or a desk's file",
                               "启动时打开方案、研究、人员或工作台文件"))  # fmt: skip
    given.add_argument("--port", type=_positive, default=PORT, help=tr("default {n}", "默认{n}", n=PORT))
    given.add_argument("--listen", default="127.0.0.1", metavar=tr("ADDRESS", "地址"),
                       help=tr("where to listen; default this machine alone", "监听地址；默认仅本机"))  # fmt: skip
    given.add_argument("--no-browser", action="store_true", help=tr("open no browser", "不打开浏览器"))
    given.add_argument("--token", default="", help=tr("the word that opens the page; default a new one each time",
                                                      "打开页面所需的令牌；默认每次新生成"))  # fmt: skip
    given.add_argument("--health", action="store_true",
                       help=tr("only ask whether the server on this port answers: exit code 0 or 1",
                               "仅检查本端口的服务是否响应：退出码0或1"))  # fmt: skip
    _for_a_department(given)


def _for_a_department(given: argparse.ArgumentParser) -> None:
    net = given.add_argument_group(tr("for a department, behind a proxy with sign-in",
                                      "供部门使用（置于带登录的反向代理之后）"))  # fmt: skip
    net.add_argument("--network", action="store_true",
                     help=tr("the proxy says who visits; with limits; files are downloads",
                             "由代理确认访问者；启用限制；文件改为下载"))  # fmt: skip
    net.add_argument("--name", action="append", default=[],
                     help=tr("host name under which it is reached; may be repeated",
                             "访问所用的主机名；可重复"))  # fmt: skip
    net.add_argument("--visitor", default=HEADER, metavar=tr("HEADER", "请求头"),
                     help=tr("header that says who visits; default {name}", "标明访问者的请求头；默认 {name}",
                             name=HEADER))  # fmt: skip
    for name, (default, title) in COUNTS.items():
        said = tr("{what}; default {n}", "{what}；默认{n}", what=title, n=default)
        net.add_argument(f"--{name}", type=_positive, default=default, help=said)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            tr("'{text}' must be a whole number of 1 or more", "“{text}”必须是不小于1的整数", text=text)
        )
    return int(text)


def no_voila() -> str:
    """What is missing for the app, in words; '' where nothing is."""
    if importlib.util.find_spec("voila") is not None:
        return ""
    return tr("the app needs voila: pip install 'ladder-sim[app]'", "应用页面需要 voila：pip install 'ladder-sim[app]'")


def without_grammar() -> None:
    """Have Python say that a library is missing that Jupyter's server can do without; before that is loaded.

    It checks addresses in other scripts, which stand in no event of the app's, and is a fifth of the server's memory.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # so Python says that there is none


def wrong(given: argparse.Namespace) -> list[str]:
    """What stands in the way of serving as asked, all at once."""
    found = _beyond(given) if not _is_here(given.listen) else []
    if given.network and not given.name:
        found.append(tr("--network: name the host by which visitors reach the app, such as --name ladder.example.com",
                        "--network：请写明访问所用的主机名，例如 --name ladder.example.com"))  # fmt: skip
    if given.network and given.token:
        found.append(tr("--token: with --network the proxy says who visits; leave it out",
                        "--token：使用 --network 时由代理确认访问者，请去掉此项"))  # fmt: skip
    if given.sessions_each > given.sessions:
        found.append(tr("--sessions-each {each}: more than --sessions {most}",
                        "--sessions-each {each}：超过 --sessions {most}",
                        each=given.sessions_each, most=given.sessions))  # fmt: skip
    return found


def _beyond(given: argparse.Namespace) -> list[str]:
    """What is wrong where other machines reach the port."""
    if not given.network:
        return [tr(
            "--listen {address}: other machines would reach the app without sign-in and encryption; put it behind a "
            "proxy and add --network (see the guide serving.md)",
            "--listen {address}：其他机器无需登录即可访问；请置于代理之后并加上 --network（见 serving.zh.md）",
            address=given.listen)]  # fmt: skip
    if len(os.environ.get(SECRET, "")) < SHORTEST:
        return [tr(
            "--listen {address}: set {variable} to a secret of {n} characters or more that the proxy sends too; else "
            "whoever reaches this port can pass for anybody",
            "--listen {address}：请将 {variable} 设为至少{n}个字符的密钥，由代理一并发送；否则任何人都可冒充他人",
            address=given.listen, variable=SECRET, n=SHORTEST)]  # fmt: skip
    return []


def _is_here(address: str) -> bool:
    """Whether an address is this machine alone."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
