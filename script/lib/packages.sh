# What the operating system must bring, looked for by effect (a library, a program, a font), not by package name:
# a machine that has them from elsewhere is left alone.
# shellcheck shell=bash

# Print the first Python between 3.11 and 3.13 that can make a virtual environment; the system's own comes first.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
            2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# Say whether a variable is given, in the environment or in .env.
is_given() { [ -n "${!1:-}" ] || grep -qsE "^(export )?$1=." "$ROOT/.env"; }

has_program() { command -v "$1" >/dev/null; }

has_postgres() { has_program initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

has_font() { # a file name
    local folder
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.local/share/fonts" "${HOME:-/root}/.fonts"; do
        [ -n "$(find "$folder" -name "$1" -print -quit 2>/dev/null)" ] && return
    done
    return 1
}

# Print the Debian packages that are missing, one a line. With --dev, also what the tests need.
missing_packages() {
    local libraries
    libraries="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
    has_library() { [[ "$libraries" == *"$1"* ]]; }

    find_python >/dev/null || printf '%s\n' python3 python3-venv
    [ -s /etc/ssl/certs/ca-certificates.crt ] || [ -s /etc/pki/tls/certs/ca-bundle.crt ] || echo ca-certificates
    [ -e /usr/share/zoneinfo/Asia/Ho_Chi_Minh ] || echo tzdata
    # WeasyPrint draws the papers with Pango and cuts their fonts with HarfBuzz.
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    # Tinos has the widths of Times New Roman, which the papers are set in.
    has_font Tinos-Regular.ttf || echo fonts-croscore
    if [ "${1:-}" = --dev ] || ! is_given DATABASE_URL; then has_postgres || echo postgresql; fi
    if [ "${1:-}" = --dev ] || ! is_given REDIS_URL; then has_program redis-server || echo redis-server; fi
    if [ "${1:-}" = --dev ]; then has_program chromium || has_program google-chrome || echo chromium; fi
}

# Install what is missing, or say what to install and stop.
ensure_packages() { # [--dev]
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    local installer=(bash "$ROOT/script/lib/install-packages")
    if ! has_program apt-get; then
        fail "these Debian packages, or this system's like of them, are missing; install them and run again: ${missing[*]}"
    elif [ "$(id -u)" = 0 ]; then
        say "Installing packages: ${missing[*]}"
        "${installer[@]}" "${missing[@]}"
    elif has_program sudo && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
        say "Installing packages with sudo: ${missing[*]}"
        sudo "${installer[@]}" "${missing[@]}"
    else
        fail "packages are missing, and this user may not install them. Ask the machine's administrator for:
    apt-get install --no-install-recommends ${missing[*]}"
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" = 0 ] || fail "still missing after the installation: ${missing[*]}$(
        [[ " ${missing[*]} " != *" python3 "* ]] || printf ' (Python 3.11, 3.12 or 3.13 with venv is needed)'
    )"
}
