"""Security headers of every response, in one place."""

from flask import Flask, Response

from gateway.settings import GatewaySettings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
_OFF = "camera geolocation microphone payment usb display-capture browsing-topics"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The form protection checks the referrer under HTTPS, so it stays at home but
    # is not dropped; no other site is ever told where a reader came from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _OFF.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A drawing opened by itself runs nothing and loads nothing; its own styles may show.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_ONE_YEAR_S = 31_536_000


def of_file(response: Response, name: str, media_type: str) -> None:
    """A picture to show or a download to keep, neither of which can run anything."""
    response.headers["Content-Security-Policy"] = FILE_POLICY
    if not media_type.startswith("image/"):
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'


def init_app(app: Flask, settings: GatewaySettings) -> None:
    headers = dict(HEADERS)
    if settings.cookie_secure:
        headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_S}"

    @app.after_request
    def protect(response: Response) -> Response:
        for name, text in headers.items():
            response.headers.setdefault(name, text)  # a page may be stricter
        if "Cache-Control" not in response.headers:
            # Nobody decided, so it may be personal: no shared machine keeps it.
            response.headers["Cache-Control"] = "no-store"
        return response
