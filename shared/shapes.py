"""Parts that the JSON Schemas of our collections are made of."""

from shared.mongo import Doc

TEXT: Doc = {"bsonType": "string", "minLength": 1}
TEXTS: Doc = {"bsonType": "array", "items": TEXT}
NUMBER: Doc = {"bsonType": "int", "minimum": 1}
TIME: Doc = {"bsonType": "date"}
MAYBE_TEXT: Doc = {"bsonType": ["string", "null"]}
MAYBE_NUMBER: Doc = {"bsonType": ["int", "null"]}
MAYBE_TIME: Doc = {"bsonType": ["date", "null"]}
