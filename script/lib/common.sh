# Shared by the scripts: where the checkout is, and how to speak. Progress goes to stderr, so that
# `script/manage … > file` holds the command's own output and nothing else.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)"
VENV="$ROOT/.venv"

say() { printf -- '-> %s\n' "$*" >&2; }

fail() {
    printf 'Error: %s\n' "$*" >&2
    exit 1
}
