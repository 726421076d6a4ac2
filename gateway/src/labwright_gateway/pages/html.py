"""What the gateway's own pages share: one look, and headers that let them do nothing."""

import hashlib
from base64 import b64encode
from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5b6b7b; --line: #dde4ea;
  --ground: #f6f8fa; --card: #fff; --accent: #0b66a8; --good: #1a7f4b; --bad: #b3401f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4eaf0; --soft: #9aa9b8; --line: #2d3a47;
  --ground: #11181f; --card: #18212b; --accent: #6cb6f0; --good: #5fca92; --bad: #f08a66; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
h1 { font-size: 2.4rem; line-height: 1.1; margin: 0 0 .5rem; letter-spacing: -.02em; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .75rem; }
p { margin: .5rem 0; } .lead { color: var(--soft); font-size: 1.1rem; max-width: 46rem; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1rem 1.25rem; overflow-x: auto; }
ul.services { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
ul.services li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .6rem 1rem; }
.ready { color: var(--good); } .away { color: var(--bad); }
.table { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
  border-radius: .6rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem 1rem; border-top: 1px solid var(--line);
  vertical-align: top; }
thead th { border-top: 0; color: var(--soft); font-weight: 600; font-size: .85rem; }
th:nth-child(3) { min-width: 18rem; width: 45%; }
td code { white-space: nowrap; }
td.method { font: 600 .8rem/2 ui-monospace, monospace; color: var(--accent); }
""".strip()

_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""A page may load nothing but the icon, be framed by nobody and send nothing anywhere."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/favicon.ico">
<style>{style}</style>
</head>
<body>
<main>
{content}
</main>
</body>
</html>
"""


def page(title: str, content: str) -> str:
    """A whole page; `content` is HTML, `title` text."""
    return _PAGE.format(title=escape(title), style=_STYLE, content=content)
