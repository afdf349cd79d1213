"""Pictures: read whole and written anew, so that nothing but what is seen is left.

Where somebody stood when they took it, thumbnails of what was cut off, whatever was
hung behind: all gone. JPEG is written anew from its coefficients, which loses nothing
and gives the same bytes when it is done again; WebP is kept lossless for that reason.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import mozjpeg_lossless_optimization
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from shared.errors import Invalid

MOST_PIXELS = 40_000_000
THUMBNAILS = (320, 960)  # pixels wide
_QUALITY = 90  # of a JPEG whose pixels had to be changed
_THUMBNAIL_QUALITY = 75
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_ORIENTATION = 0x0112
# What a format can hold, and what else becomes.
_MODES = {
    "PNG": ({"1", "L", "LA", "P", "RGB", "RGBA"}, "RGBA"),
    "JPEG": ({"L", "RGB"}, "RGB"),
    "WEBP": ({"RGB", "RGBA"}, "RGBA"),
}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: int
    height: int


def clean_picture(media_type: str, content: bytes) -> Picture:
    """Raises:
    Invalid: ``file_not_what_it_says``, ``picture_broken``, ``picture_moves`` or
        ``picture_too_large``.
    """
    kind = _FORMATS[media_type]
    image = _read(kind, content)
    seen = _as_seen(image)
    if kind == "JPEG":
        if seen is not image or image.mode not in _MODES[kind][0]:
            content = _written(_in_mode(seen, kind), kind, quality=_QUALITY)
        try:
            content = mozjpeg_lossless_optimization.optimize(content)
        except ValueError:
            raise _broken() from None
    elif kind == "PNG":
        content = _written(_in_mode(seen, kind), kind, optimize=True)
    else:
        content = _written(_in_mode(seen, kind), kind, lossless=True, exact=True)
    return Picture(content, seen.width, seen.height)


def thumbnails(content: bytes) -> Mapping[int, bytes]:
    """Smaller WebP pictures of a clean one, by width; none as wide or wider."""
    made = {}
    with Image.open(io.BytesIO(content)) as image:
        full = image.convert("RGBA" if image.has_transparency_data else "RGB")
    for width in THUMBNAILS:
        if width < full.width:
            height = max(1, round(full.height * width / full.width))
            small = full.resize((width, height), Image.Resampling.LANCZOS)
            made[width] = _written(small, "WEBP", quality=_THUMBNAIL_QUALITY)
    return made


def _read(kind: str, content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # What is a little too large is too large.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid(
            "picture_too_large",
            f"A picture may have {MOST_PIXELS // 1_000_000} million pixels.",
        ) from None
    except UnidentifiedImageError:
        raise Invalid(
            "file_not_what_it_says", "The file is not what its name says."
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise _broken() from None
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise Invalid("picture_moves", "Moving pictures are not supported.")
    try:
        with _to_the_end():
            image.load()
    # Decoders of broken files fail in ways that Pillow does not list.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise _broken() from None
    return image


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Whoever else works with pictures in this process may be content with less."""
    was = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = was


def _as_seen(image: Image.Image) -> Image.Image:
    """The right way up and in the colours of screens; the same if it was so."""
    if image.getexif().get(_ORIENTATION, 1) in range(2, 9):
        turned = ImageOps.exif_transpose(image)
        image = turned if turned is not None else image
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        return image
    return _in_screen_colours(image, profile)


def _in_screen_colours(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return image
        converted = ImageCms.profileToProfile(
            image, own, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile; the colours are near enough without it
    return converted if converted is not None else image


def _in_mode(image: Image.Image, kind: str) -> Image.Image:
    """In a mode that the format holds, with no more than its pixels."""
    allowed, other = _MODES[kind]
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode not in allowed:
        has_alpha = image.has_transparency_data and other == "RGBA"
        image = image.convert(other if has_alpha else "RGB")
    plain = image.copy()
    kept = ("transparency",) if kind == "PNG" else ()
    plain.info = {name: image.info[name] for name in kept if name in image.info}
    return plain


def _written(image: Image.Image, kind: str, **options: Any) -> bytes:
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def _broken() -> Invalid:
    return Invalid("picture_broken", "This picture cannot be read to its end.")
