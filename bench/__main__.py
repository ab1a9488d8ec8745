"""All measurements, one after another, in a size that fits a coffee break.

    python -m bench [NAME …] [--full] [--markdown]

``--full``: up to 100,000 documents and guides, which takes hours. ``--markdown``: the tables go into
docs/performance.md. Exit code 1 where one of them found what must not be.
"""

import argparse
import subprocess
import sys

SMALL = {
    "recall": (),
    "search": ("--docs", "1000", "10000", "--rounds", "2"),
    "pages": ("--guides", "1000", "--rounds", "3"),
    "stale": (),
    "growth": ("--guides", "1000"),
    "nodes": (),
    "import_under_load": (),
    "letters": (),
}
BIG = ("1000", "10000", "100000")
FULL = {
    "search": (("--docs", *BIG),),
    "pages": (("--guides", *BIG), ("--guides", "1000", "--database", "postgresql")),
    "growth": (("--guides", *BIG), ("--guides", "1000", "10000", "--database", "postgresql")),
}
WITH_TABLES = {"search", "pages", "stale", "growth", "nodes"}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=SMALL, default=[*SMALL], metavar="NAME")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args()
    failed = 0
    for name in args.names:
        for given in FULL.get(name, ((),)) if args.full else (SMALL[name],):
            print(f"== {name} {' '.join(given)}", flush=True)
            markdown = ["--markdown"] if args.markdown and name in WITH_TABLES else []
            done = subprocess.run([sys.executable, "-m", f"bench.{name}", *given, *markdown], check=False)
            failed |= done.returncode
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
