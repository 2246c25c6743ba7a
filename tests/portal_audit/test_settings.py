"""Settings: what wins over what, what is refused, and that each is described."""

import re
from pathlib import Path

import pytest

from portal_audit.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_environment_wins_over_dotenv_over_toml(tmp_path, monkeypatch):
    (tmp_path / "portal-audit.toml").write_text('vantage = "toml"\nmax_pages = 7\ncontact = "toml@example.org"\n')
    (tmp_path / ".env").write_text("PORTAL_AUDIT_VANTAGE=dotenv\nPORTAL_AUDIT_CONTACT=dotenv@example.org\n")
    monkeypatch.setenv("PORTAL_AUDIT_VANTAGE", "environment")
    settings = load_settings()
    assert (settings.vantage, settings.contact, settings.max_pages) == ("environment", "dotenv@example.org", 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_PAGES", "none"),
        ("HOST_DELAY_SECONDS", "-1"),
        ("TIMEZONE", "Asia/Hanoi-on-Sea"),
        ("PLAY_STORE_URL", "play"),
        ("EXTRA_CA_FILE", "/no/such/file.pem"),
    ],
)
def test_wrong_value_is_named_with_its_setting(name, value, monkeypatch):
    monkeypatch.setenv(f"PORTAL_AUDIT_{name}", value)
    with pytest.raises(SettingsError, match=f"^PORTAL_AUDIT_{name}: ") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_broken_toml_is_named(tmp_path):
    (tmp_path / "portal-audit.toml").write_text("vantage = \n")
    with pytest.raises(SettingsError, match=r"portal-audit\.toml"):
        load_settings()


def test_every_setting_is_documented_and_nothing_else():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.M))
    assert documented == {name.upper() for name in Settings.model_fields}
