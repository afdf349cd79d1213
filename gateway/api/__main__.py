"""Prints the OpenAPI document: ``python -m gateway.api``."""

import json
import sys

from gateway.api import document

json.dump(document.build(), sys.stdout, ensure_ascii=False, indent=2)
sys.stdout.write("\n")
