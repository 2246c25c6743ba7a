#!/bin/sh
# Make a virtual environment; on a bare Debian the module for it is a package of its own.
set -eu
python=$1 venv=$2
if "$python" -m venv "$venv" 2>/dev/null; then exit 0; fi
rm -rf "$venv"
version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $version-venv (Debian) for the virtual environment"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$version-venv" >/dev/null
    exec "$python" -m venv "$venv"
fi
echo "The module venv is missing. Install it as root and try again: apt-get install $version-venv" >&2
exit 1
