"""A lease lets one of several processes work; it lapses with the process that dies.

``leases`` rows are ``{_id: name, holder, until}``.
"""

from pymongo import ReturnDocument
from pymongo.database import Database

from shared.mongo import Doc

_LASTS = {"$gte": ["$until", "$$NOW"]}


def hold(db: Database[Doc], name: str, holder: str, *, seconds: int) -> bool:
    """Take or prolong a lease, by the database's clock alone."""
    ours = {"$or": [{"$eq": ["$holder", holder]}, {"$not": [_LASTS]}]}
    end = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": seconds}}
    found = db.leases.find_one_and_update(
        {"_id": name},
        [
            {"$set": {"ours": ours}},
            {
                "$set": {
                    "holder": {"$cond": ["$ours", holder, "$holder"]},
                    "until": {"$cond": ["$ours", end, "$until"]},
                }
            },
            {"$unset": "ours"},
        ],
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return found is not None and bool(found["holder"] == holder)
