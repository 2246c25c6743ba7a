"""The command line as a user meets it: a process of its own, its exit code, one clear line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from portal_audit.cli import main; main()"]


def call(*arguments, cwd, **settings):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
    environment |= {f"PORTAL_AUDIT_{k}": str(v) for k, v in settings.items()}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout, done.stderr


def one_line(text):
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


REGISTRY = """version = "t"
valid_from = 2000-01-01
[[province]]
code = "99"
slug = "bac-hai"
name = "Bắc Hải"
name_en = "Bac Hai"
region = "southeast"
portal = "http://127.0.0.1:9"
confidence = "guess"
source = "test"
"""


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (["run", "--province", "atlantis"], {"CONTACT": "a@example.org"}, "unknown province 'atlantis'"),
        (["run", "--as-of", "31/03/2022"], {"CONTACT": "a@example.org"}, "expected YYYY-MM-DD"),
        (["run", "--registry", "none.toml"], {"CONTACT": "a@example.org"}, "none.toml"),
        (["run", "--registry", "wrong.toml"], {"CONTACT": "a@example.org"}, r"wrong.toml:9: province\[1\].portal"),
        (["run", "--province", "da-nang"], {}, "PORTAL_AUDIT_CONTACT"),
        (["run", "--province", "da-nang"], {"CONTACT": "a@b.c", "HOST_DELAY_SECONDS": "0"}, "must be at least 1"),
        (["run", "--registry", "good.toml"], {"DATA_DIR": "good.toml"}, "DATA_DIR good.toml"),
        (["run", "--registry", "good.toml", "--render", "always"], {"CHROMIUM_PATH": "/no/browser"}, "CHROMIUM_PATH"),
        (
            ["run", "--registry", "good.toml"],
            {"DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none"},
            "database",
        ),
        (["run", "--rubric", "nothing"], {"CONTACT": "a@b.c"}, "no such rubric"),
        (["show"], {}, "no finished run"),
        (["show", "--check", "completeness.nothing"], {}, "no check"),
        (["audit", "2022-01-01-aaaa"], {}, "no run '2022-01-01-aaaa'"),
        (["export", "--format", "pdf", "--out", "x"], {}, "expected csv"),
        (
            ["import", "none.warc.gz", "--registry", "good.toml", "--as-of", "2022-01-01"],
            {},
            "none.warc.gz: no such file",
        ),
        (["run", "--max-pages", "many"], {}, "--max-pages"),
        (["fly"], {}, "fly"),
    ],
)
def test_bad_input_is_one_clear_line_and_nothing_is_done(tmp_path, arguments, settings, words):
    (tmp_path / "good.toml").write_text(REGISTRY)
    (tmp_path / "wrong.toml").write_text(REGISTRY.replace("http://127.0.0.1:9", "portal of the province"))
    before = {p.name for p in tmp_path.iterdir()}
    code, out, err = call(*arguments, cwd=tmp_path, **settings)
    assert code == 2, (out, err)
    assert one_line(err), err
    assert re.search(words, err), err
    left = {p.name for p in tmp_path.iterdir()} - before
    assert left <= {"var"}
    assert not list(tmp_path.glob("var/archive/*"))


def test_unreachable_portal_is_a_result_not_an_error(tmp_path):
    (tmp_path / "good.toml").write_text(REGISTRY)
    base = {"ALLOW_PRIVATE_HOSTS": "1", "HOST_DELAY_SECONDS": "0", "CONTACT": "a@example.org"}
    stores = {"PLAY_STORE_URL": "http://127.0.0.1:9", "APP_STORE_URL": "http://127.0.0.1:9"}
    code, out, err = call("run", "--registry", "good.toml", cwd=tmp_path, **base, **stores)
    assert code == 0, err
    assert "unreachable: bac-hai (refused)" in out
    code, out, err = call("show", "--province", "bac-hai", "--check", "completeness.citizen_section", cwd=tmp_path)
    assert code == 0, err
    assert "home_unreachable" in out
    code, _, err = call("run", "--registry", "good.toml", cwd=tmp_path, **base, **stores, MAX_UNREACHABLE=0)
    assert code == 1, err


def test_every_command_has_help_with_an_example(tmp_path):
    for command in (["run"], ["demo"], ["import"], ["audit"], ["show"], ["export"], ["doctor"], ["registry", "check"]):
        code, out, _ = call(*command, "--help", cwd=tmp_path)
        assert code == 0
        assert "Example: portal-audit" in out, command


def test_registry_commands(tmp_path):
    code, out, err = call("registry", "check", cwd=tmp_path)
    assert code == 0, err
    assert "2022-63: 63 provinces" in out
    assert "2025-34: 34 provinces" in out
    code, out, _ = call("registry", "export", "2025-34", cwd=tmp_path)
    (tmp_path / "mine.toml").write_text(out)
    assert call("registry", "check", "mine.toml", cwd=tmp_path)[0] == 0
    (tmp_path / "twice.toml").write_text(out)
    assert call("registry", "check", "mine.toml", "twice.toml", cwd=tmp_path)[0] == 3


def test_registry_doctor_proposes_a_file_and_overwrites_none(tmp_path):
    (tmp_path / "good.toml").write_text(REGISTRY)
    local = {"CONTACT": "a@example.org", "ALLOW_PRIVATE_HOSTS": "true", "DATA_DIR": "data", "HOST_DELAY_SECONDS": "0"}
    local |= {"PLAY_STORE_URL": "http://127.0.0.1:9", "APP_STORE_URL": "http://127.0.0.1:9"}
    call("run", "--registry", "good.toml", "--province", "bac-hai", "--render", "never", cwd=tmp_path, **local)
    code, out, err = call("registry", "doctor", cwd=tmp_path, **local)
    assert code == 0, err
    assert (
        "silent    bac-hai: http://127.0.0.1:9 (did not answer in this run (refused); the address was a guess)" in out
    )
    assert re.search(r"http://127\.0\.0\.1:9/ .* sha256 [0-9a-f]{64}", out)
    [file] = (tmp_path / "data").glob("registry-*.toml")
    assert "# silent    bac-hai" in file.read_text()
    assert call("registry", "check", str(file), cwd=tmp_path)[0] == 0
    assert call("registry", "doctor", cwd=tmp_path, **local)[0] == 0
    file.write_text(file.read_text().replace('"guess"', '"seen"'))
    code, _, err = call("registry", "doctor", cwd=tmp_path, **local)
    assert code == 2 and one_line(err) and "never overwritten" in err
    assert 'confidence = "seen"' in file.read_text()


def test_db_and_doctor(tmp_path):
    assert call("db", "upgrade", cwd=tmp_path)[0] == 0
    assert call("db", "check", cwd=tmp_path)[0] == 0
    code, out, err = call("doctor", cwd=tmp_path)
    assert code == 0, (out, err)
    assert "database can be opened" in out
