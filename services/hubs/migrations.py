"""The hubs database's collections, validators and indexes."""

from services.hubs.places.collections import (
    create_confirmations,
    create_hubs,
    tell_where_and_when,
    tell_who_may_come,
)
from shared.migrations import main
from shared.outbox import create_outbox_and_inbox

MIGRATIONS = [
    create_outbox_and_inbox,
    create_hubs,
    tell_where_and_when,
    create_confirmations,
    tell_who_may_come,
]

if __name__ == "__main__":
    main(MIGRATIONS)
