#!/bin/sh
# Find or get a Chromium that Playwright can drive. Without one everything works, but pages that scripts build stay unknown.
set -eu
bin=$1
trouble() { "$bin/python" -c 'import sys; from crawler.browser import browser_trouble as t; sys.exit(bool(t(None)))'; }
if trouble; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium and libatomic1 (Debian packages)"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium libatomic1 >/dev/null 2>&1 && trouble; then
        exit 0
    fi
fi
echo "Installing Chromium (playwright install chromium)"
if "$bin/playwright" install chromium >/dev/null 2>&1 && trouble; then exit 0; fi
echo "No browser could be installed. Going on without: pages that scripts build stay unknown, scores become intervals."
