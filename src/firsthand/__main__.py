"""``python -m firsthand``: the command line."""

import sys

from firsthand.cli import main

sys.exit(main())
