"""Settings: environment variables PORTAL_AUDIT_*, a `.env`, or `portal-audit.toml`, in that order (interfaces.md)."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AnyHttpUrl, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from portal_audit import __version__


class SettingsError(ValueError):
    """Settings that cannot be used; the message names each setting and what was expected."""


class Settings(BaseSettings):
    """All settings, with their defaults. Each is described in docs/settings.md; a test compares the two."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_AUDIT_", env_file=".env", toml_file="portal-audit.toml", extra="ignore", frozen=True
    )

    database_url: str = Field("", description="Empty: SQLite in DATA_DIR. Or `postgresql+psycopg://...`.")
    data_dir: Path = Field(Path("var"), description="Database and archive (`DATA_DIR/**/*.warc.gz`).")
    user_agent: str = Field(
        f"portal-audit/{__version__}", description="Sent with every request, with CONTACT behind it."
    )
    contact: str = Field("", description="URL or e-mail of the operator; without it public hosts are refused.")
    vantage: str = Field("", description="Where the crawl stands (network, country); kept on the run.")
    host_delay_seconds: float = Field(1.0, ge=0, description="Pause between two requests to a host.")
    host_concurrency: int = Field(1, ge=1, le=8, description="Requests at once to a host.")
    concurrency: int = Field(64, ge=1, description="Provinces side by side.")
    max_pages: int = Field(150, ge=1, description="Pages per province and visit.")
    portal_time_limit_seconds: float = Field(900, gt=0, description="Time per province and visit.")
    request_timeout_seconds: float = Field(20, gt=0, description="Time per request.")
    max_body_bytes: int = Field(10 * 2**20, ge=1024, description="Largest body, after decoding.")
    max_unreachable: int = Field(5, ge=0, description="More unreachable provinces than this: exit code 1.")
    retention_months: int = Field(24, ge=2, description="How long `archive prune` keeps what no finding cites.")
    chromium_path: str = Field("", description="The browser's executable; empty: found by itself.")
    play_store_url: str = Field("https://play.google.com", description="Google Play's address.")
    app_store_url: str = Field("https://itunes.apple.com", description="The iTunes lookup and search address.")
    allow_private_hosts: bool = Field(False, description="Let private, loopback and link-local addresses be visited.")
    extra_ca_file: Path | None = Field(None, description="Further trusted certificates (PEM).")
    metrics_host: str = Field("127.0.0.1", description="Where `schedule` and `worker` serve /metrics and /healthz.")
    metrics_port: int = Field(0, ge=0, le=65535, description="Their port; 0: not served.")
    metrics_file: Path | None = Field(None, description="`run` writes its metrics there, for a textfile collector.")
    report_urls: str = Field("", description="Where the morning report goes: Apprise addresses, space between.")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="The day that a moment belongs to.")

    @field_validator("play_store_url", "app_store_url")
    @classmethod
    def _address(cls, value: str) -> str:
        AnyHttpUrl(value)
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("expected a time zone such as Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("extra_ca_file", "metrics_file", mode="before")
    @classmethod
    def _optional_file(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("extra_ca_file")
    @classmethod
    def _readable(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"no such file: {value}")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over `.env` over the TOML file."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str | Path:
        """The database's URL, or the SQLite file in DATA_DIR."""
        return self.database_url or self.data_dir / "portal-audit.db"

    @property
    def archive_dir(self) -> Path:
        """Where the evidence lies."""
        return self.data_dir / "archive"

    @property
    def zone(self) -> ZoneInfo:
        """TIMEZONE as an object."""
        return ZoneInfo(self.timezone)


def load_settings(**overrides: object) -> Settings:
    """The settings in force; SettingsError, one line per wrong setting, where one cannot be used."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        rows = []
        for one in error.errors():
            name = "_".join(str(part) for part in one["loc"]).upper()
            rows.append(f"PORTAL_AUDIT_{name}: {one['msg'].removeprefix('Value error, ')} (got {one['input']!r})")
        raise SettingsError("\n".join(rows)) from None
    except ValueError as error:  # a TOML file that is none
        raise SettingsError(f"portal-audit.toml: {error}") from None
