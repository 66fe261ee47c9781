#!/bin/sh
# Makes this folder ready to work in: system packages, .venv with the locked dependencies, the project itself.
# What is there already is left alone, so that the second time takes no network and no noticeable time.
#
#   ./setup.sh site     for building the site
#   ./setup.sh test     the same, and what the tests need: two browsers (one shows words only), Poppler, nginx, Caddy
#   ./setup.sh bench    the same as test, and the PDF plugin the benchmark measures against (.venv-bench)
set -eu

cd "$(dirname "$0")"
purpose=${1:-site}
case $purpose in
site | test | bench) ;;
*)
    echo "usage: ./setup.sh [site|test|bench]" >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# --- Python -------------------------------------------------------------------------------------------

# A name on PATH is not yet a Python that starts (a version manager leaves such names): each one is tried.
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

python=
for candidate in python3.13 python3.12 python3.11 python3; do
    if new_enough "$candidate"; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || stop "This needs Python 3.11 or newer, and none of python3.13, python3.12, python3.11 and python3 is one.
On Debian 12, Ubuntu 24.04 or newer, run this and try again:
    sudo apt-get update && sudo apt-get install -y python3 python3-venv"

# --- System packages ----------------------------------------------------------------------------------

# WeasyPrint opens these libraries by name; whoever can open them needs no package.
missing_libraries() {
    "$python" - <<'EOF' 2>/dev/null || say libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
import ctypes, sys

packages = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}


def opens(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


print(*(package for package, names in packages.items() if not any(map(opens, names))))
EOF
}

# On Ubuntu `chromium-browser` can be a script that only says to install the snap: each one is started.
has_browser() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
        if "$candidate" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

on_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

needed=
need() { needed="$needed${needed:+ }$*"; }

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
need "$(missing_libraries)"
if [ "$purpose" != site ]; then
    command -v pdftotext >/dev/null 2>&1 || need poppler-utils
    command -v w3m >/dev/null 2>&1 || need w3m
    has_browser || on_ubuntu || need chromium
    # Two web servers, on which the rules for old addresses are tried; nobody wants them to run by themselves.
    servers=
    for server in nginx caddy; do
        PATH=$PATH:/usr/sbin command -v "$server" >/dev/null 2>&1 || servers="$servers${servers:+ }$server"
    done
    # shellcheck disable=SC2086 # the names are separate words
    [ -z "$servers" ] || need $servers
fi
# shellcheck disable=SC2086 # the names are separate words
set -- $needed

if [ $# -gt 0 ]; then
    if may_install; then
        say "Installing from the system's packages: $*"
        as_root apt-get update -qq || say "The list of packages could not be renewed; going on with the one that is here."
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
            stop "The system's packages could not be installed. Is there a network? Run this to see what is wrong:
    sudo apt-get update && sudo apt-get install -y $*"
        # shellcheck disable=SC2086 # the same
        if [ -n "${servers:-}" ] && command -v systemctl >/dev/null 2>&1; then
            as_root systemctl disable --now $servers >/dev/null 2>&1 || :
        fi
    elif command -v apt-get >/dev/null 2>&1; then
        stop "Some packages of the system are missing, and only an administrator may install them. Run this and try again:
    sudo apt-get update && sudo apt-get install -y $*"
    else
        stop "Some packages are missing. They are called so on Debian; your system may have other names for them:
    $*
On macOS: brew install pango poppler w3m nginx caddy"
    fi
fi

if [ "$purpose" != site ] && ! has_browser; then
    if on_ubuntu; then
        stop "The tests need Chromium or Google Chrome. Ubuntu has Chromium only as a snap. Run this and try again:
    sudo snap install chromium"
    fi
    stop "The tests need Chromium or Google Chrome, and none of them starts here."
fi

# --- The environments ---------------------------------------------------------------------------------

checksum() { "$python" -c 'import hashlib, sys
print(hashlib.sha256(b"".join(open(name, "rb").read() for name in sys.argv[1:])).hexdigest())' "$@"; }

# An environment belongs to its place, its Python and its lock; when one of them changes it is made anew.
identity() { say "$(pwd -P) $("$python" -VV | tr '\n' ' ')$(checksum setup.sh "$1")"; }

recorded() { if [ -f "$1" ]; then cat "$1"; fi; }

environment() { # folder lock
    stamp=$1/locked
    wanted=$(identity "$2")
    if [ "$(recorded "$stamp")" = "$wanted" ] && "$1/bin/python" -c '' 2>/dev/null; then return; fi
    say "Making $1 with $("$python" --version) and the versions in $2 (a few minutes the first time)"
    rm -f "$stamp"
    "$python" -m venv --clear "$1"
    "$1/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$2" ||
        stop "The dependencies could not be installed. Is there a network? Then run the same command again."
    say "$wanted" >"$stamp"
}

project() {
    stamp=.venv/project
    wanted=$(checksum .venv/locked pyproject.toml)
    if [ "$(recorded "$stamp")" = "$wanted" ]; then return; fi
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --no-index -e . ||
        stop "The project itself could not be installed into .venv; the lines above say why."
    say "$wanted" >"$stamp"
}

environment .venv requirements.lock
project
if [ "$purpose" = bench ]; then environment .venv-bench requirements-bench.lock; fi
