# The virtual environment in .venv, made again when the checkout was moved, the interpreter changed or a making was cut
# short. Its console scripts are never called: their first lines break on long paths and on spaces.
# shellcheck shell=bash

stamp_of() { # requirements.txt or requirements-dev.txt, which begins with the former
    local files=("$ROOT/requirements.txt")
    [ "$1" = requirements.txt ] || files+=("$ROOT/$1")
    { printf '%s\n' "$ROOT" && "$VENV/bin/python" -VV && cat "${files[@]}"; } | sha256sum
}

# Say whether .venv has a working interpreter in range, and belongs here.
is_venv_usable() {
    "$VENV/bin/python" -c 'import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null &&
        { [ ! -e "$VENV/.made-for" ] || [ "$(cat "$VENV/.made-for")" = "$ROOT" ]; }
}

ensure_venv() { # requirements.txt or requirements-dev.txt
    local python
    if ! is_venv_usable; then
        python="$(find_python)" || fail "Python 3.11, 3.12 or 3.13 with venv is needed"
        say "Making a virtual environment with $("$python" -V)"
        rm -rf "$VENV"
        "$python" -m venv "$VENV"
        printf '%s' "$ROOT" >"$VENV/.made-for"
    fi
    [ "$(cat "$VENV/.stamp-$1" 2>/dev/null)" != "$(stamp_of "$1")" ] || return 0
    say "Installing Python packages ($1)"
    PIP_USER=0 "$VENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$ROOT/$1"
    stamp_of "$1" >"$VENV/.stamp-$1"
    # What the development tools need includes what the portal needs.
    [ "$1" = requirements.txt ] || stamp_of requirements.txt >"$VENV/.stamp-requirements.txt"
}
