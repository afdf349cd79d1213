"""How the library's printer answers over RPC; it is asked with ``content_rpc.GetItem``.

It reads the library itself, so whoever asks names the item and no more.
"""

from marshmallow import Schema, fields


class PrintedItemView(Schema):
    content = fields.String(metadata={"description": "a PDF in base 64"})
    revision = fields.Integer()
