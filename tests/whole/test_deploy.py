"""What stands in `deploy`: it asks the app for options that it has, and proxies say what the app listens to."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from places import ROOT

pytest.importorskip("jupyter_server")

from ladder_sim.notebook.serving_options import COUNTS, HEADER, PORT, SECRET, asked, wrong
from ladder_sim.notebook.sessions import SECRET_HEADER

DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
PROXIES = {name: (DEPLOY / name).read_text(encoding="utf-8") for name in ("Caddyfile", "nginx.conf")}


def _steps(word: str) -> list[str]:
    """What follows a word of the Containerfile, lines that go on joined."""
    return re.findall(rf"^{word} (.*)$", CONTAINERFILE.replace("\\\n", " "), re.M)


def test_the_image_starts_the_app_as_a_user_without_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "x" * 16)
    assert _steps("USER") == ["10001"], "a number, so that a cluster can see that it is not root"
    entry, usual = json.loads(_steps("ENTRYPOINT")[0]), json.loads(_steps("CMD")[0])
    assert entry[:3] == ["python", "-m", "ladder_sim.notebook"]
    given, others = asked([*entry[3:], *usual])
    assert given.network and given.listen == "0.0.0.0" and not others and not wrong(given)
    assert _steps("EXPOSE") == [str(PORT)]
    (health,) = re.findall(r"CMD (\[.*?\])", _steps("HEALTHCHECK")[0])
    assert asked(json.loads(health)[3:])[0].health
    assert "--require-hashes -r locks/app.txt" in CONTAINERFILE
    assert all(value.startswith("/tmp") for value in re.findall(r"(?:HOME|DIR)=(\S+)", CONTAINERFILE))


def test_the_image_is_built_of_what_the_package_is_made_of() -> None:
    taken = set((ROOT / ".containerignore").read_text(encoding="utf-8").split())
    for needed in ("ladder_sim", "docs", "notebooks", "scenarios", "locks", "pyproject.toml", "README.md"):
        assert f"!{needed}" in taken and (ROOT / needed).exists()


def test_the_containers_have_limits_and_no_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "x" * 16)
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    app, proxy = made["services"]["app"], made["services"]["proxy"]
    assert app["read_only"] is True and app["cap_drop"] == ["ALL"] and app["user"] == "10001"
    assert app["security_opt"] == ["no-new-privileges:true"] and {"mem_limit", "cpus", "pids_limit", "tmpfs"} <= set(
        app
    )
    assert "ports" not in app and app["networks"] == ["inside"] and made["networks"]["inside"]["internal"] is True
    assert SECRET in app["environment"] and SECRET in proxy["environment"]
    given, others = asked([*json.loads(_steps("ENTRYPOINT")[0])[3:], *app["command"]])
    assert not others and not wrong(given)
    (check,) = _steps("HEALTHCHECK")
    asked_for, (call,) = dict(re.findall(r"--([\w-]+)=(\S+)", check)), re.findall(r"CMD (\[.*?\])", check)
    health = {key.replace("_", "-"): str(value) for key, value in app["healthcheck"].items()}
    assert health.pop("test") == str(["CMD", *json.loads(call)]) and health == asked_for
    assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).resolve() == DEPLOY / "Containerfile"


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_says_who_visits_and_keeps_large_bodies_out(name: str) -> None:
    text = PROXIES[name]
    assert re.search(rf"(header_up|proxy_set_header) {HEADER} \S+", text), "set, not added"
    assert SECRET_HEADER in text and str(PORT) in text and "max-age=31536000" in text
    assert re.search(r"max_size 1MB|client_max_body_size 1m", text)
    assert not re.search(r"\$2[aby]\$", text), "no password that works stands in an example"
    hosts = {*re.findall(r"ladder\.example\.com", text), *re.findall(r"--name\", \"([\w.]+)", CONTAINERFILE)}
    assert hosts == {"ladder.example.com"}


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_guide_names_what_is_there(language: str) -> None:
    text = (ROOT / "docs" / f"serving{language}.md").read_text(encoding="utf-8")
    assert {path.name for path in DEPLOY.iterdir()} == set(re.findall(r"^\| `deploy/(\w[\w.]+)` \|", text, re.M))
    options = set(re.findall(r"`(--[a-z-]+)", text))
    assert options >= {f"--{name}" for name in COUNTS} and SECRET in text and SECRET_HEADER in text and HEADER in text
    for given in re.findall(r"python -m ladder_sim\.notebook ([^`\n]*)", text):
        assert not asked(given.split())[1], given


def _checked(program: str, *options: str, **env: str) -> None:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not at hand")
    done = subprocess.run([found, *options], env={**os.environ, **env}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_caddy_reads_its_file(tmp_path: Path) -> None:
    made_up = "$2a$04$" + "a" * 53  # looks like a hash, opens nothing
    _checked("caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile"), HOME=str(tmp_path),
             LADDER_SIM_HASH_OF_ANN=made_up, LADDER_SIM_PROXY_SECRET="x" * 16)  # fmt: skip


def test_nginx_reads_its_file(tmp_path: Path) -> None:
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        pytest.skip("nginx or openssl is not at hand")
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ladder.example.com")
    subprocess.run(["openssl", *made, "-keyout", "key.pem", "-out", "cert.pem"], cwd=tmp_path, check=True,
                   capture_output=True)  # fmt: skip
    (tmp_path / "secret.conf").write_text(f'proxy_set_header {SECRET_HEADER} "{"x" * 16}";\n', encoding="utf-8")
    (tmp_path / "users").write_text("", encoding="utf-8")
    text = PROXIES["nginx.conf"]
    for named, here in (("/etc/ssl/ladder.example.com.pem", "cert.pem"), ("/etc/nginx/ladder-sim.htpasswd", "users"),
                        ("/etc/ssl/private/ladder.example.com.key", "key.pem"),
                        ("/etc/nginx/ladder-sim-secret.conf", "secret.conf")):  # fmt: skip
        assert named in text
        text = text.replace(named, str(tmp_path / here))
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{text}}}\n"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    _checked("nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path))


def test_hadolint_finds_nothing() -> None:
    _checked("hadolint", str(DEPLOY / "Containerfile"))
