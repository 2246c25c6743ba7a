"""The command line and the settings; wiring only."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("portal-audit")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0.0.0"
