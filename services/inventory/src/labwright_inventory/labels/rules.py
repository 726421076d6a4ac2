"""QR codes and the sheet that they are printed on."""

import io
from collections.abc import Iterable
from html import escape

import segno

from labwright_inventory.devices.schemas import DeviceView

_SHEET = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Labels</title>
<style>
@page { size: A4; margin: 10mm; }
body { margin: 0; font: 9pt/1.25 sans-serif; color: #000; background: #fff; }
main { display: grid; grid-template-columns: repeat(3, 60mm); gap: 2mm 4mm; }
article { display: flex; gap: 2mm; height: 28mm; break-inside: avoid; overflow: hidden; }
article svg { width: 26mm; height: 26mm; flex: none; }
article div { min-width: 0; }
article p { margin: 0; overflow-wrap: anywhere; }
/* A long name leaves room for the numbers below it. */
article p:first-child { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
  overflow: hidden; }
</style>
</head>
<body>
<main>
"""
_END = "</main>\n</body>\n</html>\n"


def page_of(public_url: str, device_id: int) -> str:
    """The address of a device's page."""
    return f"{public_url.rstrip('/')}/app/inventory/devices/{device_id}"


def svg(address: str) -> bytes:
    """A QR code that opens the address, which a printer scales as it likes."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", scale=4, border=4)
    return file.getvalue()


def png(address: str, scale: int) -> bytes:
    """The same as an image; `scale` is pixels per module."""
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="png", scale=scale, border=4)
    return file.getvalue()


def sheet(views: Iterable[DeviceView], public_url: str) -> Iterable[str]:
    """A page to print: a label for each device, with its code and what people call it."""
    yield _SHEET
    for view in views:
        code = segno.make(page_of(public_url, view.row.id), error="m", micro=False)
        drawn = code.svg_inline(border=2, omitsize=True)
        yield f"<article>{drawn}<div>{''.join(_lines(view))}</div></article>\n"
    yield _END


def _lines(view: DeviceView) -> Iterable[str]:
    row = view.row
    yield f"<p><strong>{escape(row.name)}</strong></p>"
    for text in (row.oi_id, row.serial_number, row.type_name, row.site_name):
        if text:
            yield f"<p>{escape(text)}</p>"
