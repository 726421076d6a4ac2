"""A rack from the front as SVG; colours that read on a light and on a dark page."""

from xml.sax.saxutils import escape, quoteattr

from labwright_inventory.racks.schemas import Elevation, ElevationDevice

MEDIA_TYPE = "image/svg+xml"

_UNIT = 24
_MARGIN = 36
_WIDTH = 320
_HEAD = 32
_LETTERS = 40
_LINE = "#768390"
_TEXT = "#7d8590"
_ON_FILL = "#ffffff"
_FILLS = {
    "planned": "#57606a",
    "active": "#1f6feb",
    "in_maintenance": "#9a6700",
    "spare": "#1a7f37",
    "retired": "#6e7781",
}


def draw(elevation: Elevation) -> str:
    """The whole drawing; unit 1 is at the bottom, a device's link leads to its page."""
    height = _HEAD + elevation.height * _UNIT + _HEAD // 2
    placed = [d for d in elevation.devices if d.u_position is not None]
    loose = [d for d in elevation.devices if d.u_position is None or d.u_height == 0]
    parts = [
        (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f"aria-label={quoteattr('Rack ' + _clean(elevation.name))} "
            f'viewBox="0 0 {_WIDTH + 2 * _MARGIN} {height + _UNIT * bool(loose)}" '
            f'width="{_WIDTH + 2 * _MARGIN}" height="{height + _UNIT * bool(loose)}" '
            'font-family="system-ui, sans-serif" font-size="12">'
        ),
        f"<title>{escape(_clean(elevation.name))}</title>",
        _text(_MARGIN, _HEAD - 12, elevation.name, weight="bold"),
        *(_unit(elevation, number) for number in range(elevation.height, 0, -1)),
        *(_device(elevation, device) for device in placed if device.u_height > 0),
    ]
    if loose:
        names = ", ".join(device.name for device in loose)
        parts.append(_text(_MARGIN, height + _UNIT // 2, f"Without a unit: {names}"))
    return "\n".join([*parts, "</svg>", ""])


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
    size = 12 if device.u_height >= 1 else 9
    told = f"{device.name} ({device.device_type}, {device.status})"
    return (
        f"<g><title>{escape(_clean(told))}</title>"
        f'<rect x="{_MARGIN + 1}" y="{y + 1:g}" width="{_WIDTH - 2}" height="{tall - 2:g}" '
        f'rx="3" fill="{_FILLS.get(device.status, _LINE)}"/>'
        f'<text x="{_MARGIN + _WIDTH / 2:g}" y="{y + tall / 2 + size / 3:g}" '
        f'text-anchor="middle" font-size="{size}" fill="{_ON_FILL}">'
        f"{escape(_short(device.name))}</text></g>"
    )


def _text(x: float, y: float, text: str, *, weight: str = "normal") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{_TEXT}" font-weight="{weight}">'
        f"{escape(_short(text, 2 * _LETTERS))}</text>"
    )


def _top(elevation: Elevation, position: float, tall: float) -> float:
    return _HEAD + (elevation.height + 1 - position - tall) * _UNIT


def _short(text: str, most: int = _LETTERS) -> str:
    clean = _clean(text)
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def _clean(text: str) -> str:
    # XML 1.0 has no place for control characters and lone surrogates, however they are escaped.
    return "".join(c if c.isprintable() or c == " " else "�" for c in text)
