#!/bin/sh
# Find or get a Chromium. Without one everything works, but pages that scripts build stay unknown.
set -eu
bin=$1
if "$bin/python" -c 'import sys; from crawler.browser import find_chromium; sys.exit(find_chromium(None) is None)'; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium (Debian package)"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
        exit 0
    fi
fi
echo "Installing Chromium (playwright install chromium)"
if "$bin/playwright" install chromium >/dev/null 2>&1; then exit 0; fi
echo "No browser could be installed. Going on without: pages that scripts build stay unknown, scores become intervals."
