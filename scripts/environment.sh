# Read by scripts/start and scripts/test, not run by itself. POSIX sh.
# Makes the project's own environment in .venv/ from a lock file. Says in one line what is missing.

# Folder of the project, whatever the current folder is.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
venv=$root/.venv

# Hundreds of processes import kg; without bytecode each would compile it anew.
unset PYTHONDONTWRITEBYTECODE

# fail WHAT - one line to stderr, then out.
fail() {
    printf '%s: %s\n' "scripts/$(basename -- "$0")" "$1" >&2
    exit 1
}

# find_python - print a Python of 3.11 or later that can make environments. $PYTHON comes first.
# Of an environment it prints the Python below, so that an active .venv can be made anew.
find_python() {
    too_old=
    no_venv=
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.version_info >= (3, 11))' 2>/dev/null) || continue
        case $version in
            *True)
                if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
                    "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'
                    return 0
                fi
                no_venv=${no_venv:-$candidate}
                ;;
            *) too_old=${too_old:-${version% *}} ;;
        esac
    done
    if [ -n "$no_venv" ]; then
        fail "$no_venv has no venv module; install it (on Debian and Ubuntu: apt install python3-venv)"
    elif [ -n "$too_old" ]; then
        fail "Python 3.11 or later is needed, only $too_old was found; install one or set PYTHON=/path/to/python3"
    fi
    fail "no Python was found; install Python 3.11 or later, or set PYTHON=/path/to/python3"
}

# recipe run|test - print all that an environment depends on: the folder, the project's own needs, the lock.
recipe() {
    printf '%s\n' "$root"
    cat -- "$root/pyproject.toml" "$root/requirements/$1.txt"
}

# is_made run|test - whether .venv was made by the recipe as it stands now.
is_made() {
    [ -x "$venv/bin/kg" ] && [ -f "$venv/made-for-$1" ] && recipe "$1" | cmp -s -- "$venv/made-for-$1" -
}

# make_environment run|test - install the packages of requirements/run.txt or requirements/test.txt and the project itself.
# Done before, with the same lock, it does nothing and needs no network. An environment for tests also serves to run.
make_environment() {
    is_made "$1" && make_pages && return 0
    is_made test && make_pages && return 0
    if [ -e "$venv/pyvenv.cfg" ] && [ ! -e "$venv/made-by-scripts" ]; then
        fail "$venv was not made by these scripts and is left alone; move it away and try again"
    fi
    python=$(find_python) || exit 1
    # pyvenv.cfg goes first and the mark comes before it, so that a kill between leaves a folder that is known as ours.
    rm -f -- "$venv/pyvenv.cfg" && rm -rf -- "$venv" && mkdir -- "$venv" && : >"$venv/made-by-scripts" \
        || fail "$venv cannot be written"
    log=$venv/install.log
    printf 'Making the environment in .venv (once, for %s) ...\n' "$1" >&2
    "$python" -m venv "$venv" >"$log" 2>&1 || fail "$python cannot make an environment; see $log"
    install_packages --require-hashes --requirement "$root/requirements/$1.txt"
    install_packages --no-deps --no-build-isolation --editable "$root"
    "$venv/bin/python" -m compileall -q "$root/kg" >>"$log" 2>&1 || true
    recipe "$1" >"$venv/made-for-$1"
}

# make_pages - make the files of the web pages anew if their sources have changed; an installation has made them.
make_pages() {
    [ -f "$root/hatch_build.py" ] || return 0
    "$venv/bin/python" "$root/hatch_build.py" || exit 1
}

# install_packages ARGUMENT... - pip, quiet; its words go to the log.
install_packages() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --retries 2 "$@" >>"$log" 2>&1 && return 0
    if reason=$(grep -m 1 '^ *web pages: ' "$log"); then
        fail "${reason#"${reason%%[! ]*}"}"
    elif grep -q -e 'NewConnectionError' -e 'NameResolutionError' -e 'ConnectTimeout' -e 'ProxyError' -e 'ReadTimeout' "$log"; then
        fail "the packages cannot be fetched: no network; see $log"
    fi
    fail "the packages cannot be installed; see $log"
}

# has_browser - whether there is a Chromium that starts.
has_browser() {
    for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        "$browser" --version >/dev/null 2>&1 && return 0
    done
    return 1
}

# make_browser - install Debian's Chromium for the tests of the web pages, where root may; else say what is left out.
make_browser() {
    # The shell has no windows on a screen, which take a tenth of the time of all tests. The font lets
    # screenshots show Japanese.
    make_programs has_browser Chromium 'the web pages' browser.log \
        'chromium chromium-headless-shell fonts-ipafont-gothic' 'chromium fonts-ipafont-gothic'
}

# has_hosts - whether there are Apache, nginx and the table of media types that they read.
has_hosts() (
    PATH=$PATH:/usr/sbin
    command -v apache2 >/dev/null && command -v nginx >/dev/null && [ -f /etc/mime.types ]
)

# make_hosts - install Debian's Apache and nginx for the tests of the recipes for hosts, where root may; else say what is left out.
make_hosts() {
    make_programs has_hosts 'Apache and nginx' 'the recipes for hosts' hosts.log 'apache2-bin nginx media-types'
}

# make_programs TEST NAMES TESTS LOG PACKAGES... - where root may and TEST fails, install the first set of Debian packages that can be had; else say which TESTS are left out.
make_programs() {
    is_there=$1 names=$2 tests=$3 log=$venv/$4
    shift 4
    "$is_there" && return 0
    why="$names: not found"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        printf 'Installing %s (once, for the tests of %s) ...\n' "$names" "$tests" >&2
        for packages; do
            # shellcheck disable=SC2086 # one word for each package
            install_quietly $packages >"$log" 2>&1 </dev/null || true
            "$is_there" && return 0
        done
        why="$names cannot be installed (see $log)"
    fi
    printf 'scripts/%s: %s; the tests of %s are skipped, or fail where CI is set\n' "$(basename -- "$0")" "$why" "$tests" >&2
}

# install_quietly PACKAGE... - install Debian packages; none of them starts a service.
install_quietly() {
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\n# Made by %s, for a moment.\nexit 101\n' "$root/scripts" >"$policy" && chmod 755 "$policy"; }
    done_with=0
    # A lock held by another installation is waited for.
    { apt-get -o DPkg::Lock::Timeout=120 update \
        && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "$@"; } \
        || done_with=1
    if grep -q -F "$root/scripts" "$policy"; then rm -f -- "$policy"; fi
    return "$done_with"
}
