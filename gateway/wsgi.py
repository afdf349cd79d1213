"""What gunicorn serves. Imported in each worker, after its fork."""

from gateway import settings
from gateway.app import create_app
from gateway.cache_listener import CacheListener

_settings = settings.load()
app = create_app(_settings)
listener = CacheListener(_settings.amqp_url, app.extensions["cache"])
listener.start()
