"""Prints a contract: ``python -m gateway.api openapi`` or ``… asyncapi``."""

import json
import sys

from gateway.api import document, events

DOCUMENTS = {"openapi": document.build, "asyncapi": events.build}

if len(sys.argv) != 2 or sys.argv[1] not in DOCUMENTS:
    sys.exit(f"usage: python -m gateway.api {' | '.join(DOCUMENTS)}")
json.dump(DOCUMENTS[sys.argv[1]](), sys.stdout, ensure_ascii=False, indent=2)
sys.stdout.write("\n")
