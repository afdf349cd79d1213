"""Entrypoints of the taxonomy's topics. No decisions here."""

from services.learning.topics import handlers
from services.learning.topics.store import MongoTopics
from shared.contracts.content import TaxonomyPublished
from shared.envelope import Envelope
from shared.messaging import on_event
from shared.providers import Services, Store


class TopicEntrypoints:
    topics = Store(MongoTopics)
    ask = Services("content")

    @on_event(TaxonomyPublished)
    def on_taxonomy_published(self, envelope: Envelope) -> None:
        handlers.follow_taxonomy(self.topics, self.ask, envelope)
