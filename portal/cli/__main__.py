"""``python -m portal.cli``, for the server's own children."""

import sys

from portal.cli import main

sys.exit(main())
