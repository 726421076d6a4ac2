"""A rack as SVG; colours that read on a light and on a dark page.

It is seen from the front: a device takes its units in the rack's whole depth.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from labwright_inventory.racks.schemas import Elevation, ElevationDevice

MEDIA_TYPE = "image/svg+xml"

_UNIT = 24
_MARGIN = 36
_WIDTH = 320
_WHOLE = _WIDTH + 2 * _MARGIN
_HEAD = 32
_ROW = 18
_SIZE, _SMALL = 12, 9
_LINE = "#768390"
_TEXT = "#7d8590"
_ON_FILL = "#ffffff"
_FILLS = {
    "planned": "#57606a",
    "active": "#1f6feb",
    "in_maintenance": "#9a6700",
    "spare": "#1a7f37",
    "retired": "#8250df",
}
# Widths in parts of the letters' size, rather too large than too small: fonts differ.
_NARROW, _CAPITAL, _WIDE, _USUAL = 0.4, 0.75, 1.05, 0.62


def draw(elevation: Elevation) -> str:
    """The whole drawing; unit 1 is at the bottom, a device leads to its page."""
    racked = [d for d in elevation.devices if d.u_position is not None and d.u_height > 0]
    loose = [d for d in elevation.devices if d not in racked]
    below = _HEAD + elevation.height * _UNIT + _ROW
    parts = [
        _text(_MARGIN, _HEAD - 12, elevation.name, weight="bold"),
        *(_unit(elevation, number) for number in range(elevation.height, 0, -1)),
        *(_device(elevation, device) for device in racked),
        *_legend(racked, below),
        *_loose(loose, below + _UNIT),
    ]
    height = below + _ROW + (_ROW * (len(loose) + 1) if loose else 0)
    return "\n".join([_opening(elevation, height), *parts, "</svg>", ""])


def _opening(elevation: Elevation, height: int) -> str:
    name = _clean(elevation.name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr("Rack " + name)}'
        f' viewBox="0 0 {_WHOLE} {height}" width="{_WHOLE}" height="{height}"'
        f' font-family="system-ui, sans-serif" font-size="{_SIZE}">\n'
        f"<title>{escape(name)}</title>"
    )


def _unit(elevation: Elevation, number: int) -> str:
    y = _top(elevation, number, 1)
    return (
        f'<rect x="{_MARGIN}" y="{y:g}" width="{_WIDTH}" height="{_UNIT}" fill="none" '
        f'stroke="{_LINE}" stroke-opacity="0.5"/>'
        f'<text x="{_MARGIN - 8}" y="{y + _UNIT / 2 + 4:g}" text-anchor="end" '
        f'fill="{_TEXT}">{number}</text>'
    )


def _device(elevation: Elevation, device: ElevationDevice) -> str:
    y = _top(elevation, device.u_position or 1, device.u_height)
    tall = device.u_height * _UNIT
    middle = y + tall / 2
    size = _SIZE if device.u_height >= 1 else _SMALL
    lines = [_centred(middle + size / 3, device.name, size)]
    if device.u_height >= 2:
        lines = [
            _centred(middle - 2, device.name, size),
            _centred(middle + _SIZE, device.device_type, _SMALL + 1),
        ]
    told = f"{device.name} ({device.device_type}, {_words(device.status)})"
    return (
        f'<a href="/app/inventory/devices/{device.id}"><title>{escape(_clean(told))}</title>'
        f'<rect x="{_MARGIN + 1}" y="{y + 1:g}" width="{_WIDTH - 2}" height="{tall - 2:g}" '
        f'rx="3" fill="{_FILLS.get(device.status, _LINE)}"/>{"".join(lines)}</a>'
    )


def _legend(racked: Sequence[ElevationDevice], y: float) -> Iterator[str]:
    """What the colours mean that occur."""
    x: float = _MARGIN
    for status, fill in _FILLS.items():
        if all(device.status != status for device in racked):
            continue
        words = _words(status)
        yield (
            f'<rect x="{x:g}" y="{y - 8:g}" width="9" height="9" rx="2" fill="{fill}"/>'
            f'<text x="{x + 13:g}" y="{y:g}" fill="{_TEXT}" font-size="10">{words}</text>'
        )
        x += 13 + _width(words, 10) + 6


def _loose(devices: Sequence[ElevationDevice], y: float) -> Iterator[str]:
    if devices:
        yield _text(_MARGIN, y, "Without a unit:")
    for number, device in enumerate(devices, start=1):
        link = f'<a href="/app/inventory/devices/{device.id}">'
        yield f"{link}{_text(_MARGIN, y + number * _ROW, device.name)}</a>"


def _text(x: float, y: float, text: str, *, weight: str = "normal") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{_TEXT}" font-weight="{weight}">'
        f"{escape(_fitted(text, _SIZE))}</text>"
    )


def _centred(y: float, text: str, size: int) -> str:
    return (
        f'<text x="{_MARGIN + _WIDTH / 2:g}" y="{y:g}" text-anchor="middle" '
        f'font-size="{size}" fill="{_ON_FILL}">{escape(_fitted(text, size))}</text>'
    )


def _top(elevation: Elevation, position: float, tall: float) -> float:
    return _HEAD + (elevation.height + 1 - position - tall) * _UNIT


def _fitted(text: str, size: int) -> str:
    """The text, or as much of its beginning as the rack is wide."""
    clean, most = _clean(text), _WIDTH - 2 * size
    if _width(clean, size) <= most:
        return clean
    while clean and _width(clean + "…", size) > most:
        clean = clean[:-1]
    return clean.rstrip() + "…"


def _width(text: str, size: int) -> float:
    return size * sum(_width_of(character) for character in text)


def _width_of(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF" or character in "mwMW@%—…":
        return _WIDE
    if character in "iljftrI.,:;'|!()[]/ ":
        return _NARROW
    return _CAPITAL if character.isupper() else _USUAL


def _words(status: str) -> str:
    return status.replace("_", " ")


def _clean(text: str) -> str:
    # XML 1.0 has no place for control characters and lone surrogates, however they are escaped.
    return "".join(c if c.isprintable() or c == " " else "�" for c in text)
