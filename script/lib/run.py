"""What script/server, script/manage and script/test run once the virtual environment is there."""

import sys

from ground.commands import main

sys.exit(main(sys.argv[1:]))
