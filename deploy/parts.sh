#!/usr/bin/env bash
# Installs the system parts that are missing, where that can work; otherwise names them and the command in one line.
#
#     deploy/parts.sh serve|check|test        fails on a missing part for checks or tests in CI, and only there
set -euo pipefail
cd "$(dirname "$0")/.."

# Prints the Debian packages whose parts are not here.
missing() {
    has msgfmt || echo gettext
    if [ "$1" = check ]; then
        has node || echo nodejs
        has npm || echo npm
        has_java || echo default-jdk-headless
        return
    fi
    .venv/bin/python - <<'PYTHON'
import ctypes.util
import sys

for library, package in (
    ("pango-1.0", "libpango-1.0-0"),
    ("pangoft2-1.0", "libpangoft2-1.0-0"),
    ("harfbuzz-subset", "libharfbuzz-subset0"),
):
    try:
        ctypes.CDLL(f"lib{library}.so.0" if sys.platform == "linux" else ctypes.util.find_library(library) or library)
    except OSError:
        print(package)
PYTHON
    if [ "$1" = test ]; then
        has chromium || has chromium-browser || has google-chrome || echo chromium
        has_java || echo default-jdk-headless
        [ -e /usr/share/java/jaxb-runtime.jar ] || echo libjaxb-java
    fi
}
has() { command -v "$1" >/dev/null; }
# macOS has a javac that only tells where to get one.
has_java() { has javac && javac -version >/dev/null 2>&1; }

packages=$(missing "$1" | xargs)
if [ -z "$packages" ]; then
    echo "    ready"
    exit
fi

as_root=none
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
fi
if has apt-get && [ "$as_root" != none ]; then
    echo "    apt-get install $packages"
    apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120"
    log=$(mktemp)
    # An update that fails may still leave a list that knows the packages.
    { $apt update || true; $apt install --yes --no-install-recommends $packages; } </dev/null >"$log" 2>&1 || tail -3 "$log"
    rm -f "$log"
    packages=$(missing "$1" | xargs)
    [ -n "$packages" ] || exit 0
fi

install="sudo apt-get install $packages"
if has brew; then
    install="brew install pango gettext openjdk node && brew install --cask chromium"
fi
case $1 in
serve)
    echo "    MISSING: $packages. Without Pango there is no PDF, without gettext only English. To install: $install"
    ;;
check)
    echo "    MISSING: $packages. What needs them is not checked. To install: $install"
    [ "${CI:-}" != true ]
    ;;
test)
    echo "    MISSING: $packages. The tests that need them fail. To install: $install"
    [ "${CI:-}" != true ]
    ;;
esac
