"""The program of `bounded.run_bounded`: `python -m ….bounded_child WORK PARENT`. It has no settings and no database."""

import importlib
import json
import resource
import sys

from emulation_portal.core.process_limits import MEGABYTE, die_with, limit, mapped_bytes

from .bounded import HEAD, OUT_OF_MEMORY

_DESCRIPTORS = 64


def main(work: str, parent: str) -> None:
    die_with(int(parent))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, name = work.rpartition(".")
    function = getattr(importlib.import_module(module), name)
    told, size = HEAD.unpack(sys.stdin.buffer.read(HEAD.size))
    asked = json.loads(sys.stdin.buffer.read(told))
    content = sys.stdin.buffer.read(size)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    limit(resource.RLIMIT_CPU, asked["cpu_seconds"] + int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1)
    limit(resource.RLIMIT_AS, mapped_bytes() + asked["memory_mb"] * MEGABYTE)
    try:
        answer, made = function(content, **asked["request"])
        said = json.dumps(answer).encode()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    limit(resource.RLIMIT_FSIZE, resource.RLIM_INFINITY)  # what measures this process may write how it went
    sys.stdout.buffer.write(HEAD.pack(len(said), len(made)) + said)
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
