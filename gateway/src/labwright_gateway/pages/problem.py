"""Where a problem's `type` leads: a page that says what it means."""

import re
from collections.abc import Sequence
from html import escape

from labwright_contracts.problem_types import ProblemType
from labwright_gateway.pages import html

_CONTENT = """<p class="lead"><a href="/problems/">Problems</a></p>
<h1>{title}</h1>
<p class="lead">{meaning}</p>
<p>Answered with status {status} and the type <code>/problems/{slug}</code>. The answer's
<code>detail</code> says what it was this time; with its <code>request_id</code> the operators of
this lab find it in their logs.</p>"""

_LIST = """<h1>Problems</h1>
<p class="lead">What answers to failed requests may name as their <code>type</code>
(RFC 9457).</p>
<div class="table"><table>
<thead><tr><th scope="col">Type</th><th scope="col">Status</th>
<th scope="col">Meaning</th></tr></thead>
<tbody>{rows}</tbody>
</table></div>"""

_ROW = """<tr><td><a href="/problems/{slug}"><code>{slug}</code></a></td><td>{status}</td>
<td>{meaning}</td></tr>
"""


def render(kind: ProblemType) -> str:
    """The page about one type of problem."""
    return html.page(kind.title, _CONTENT.format(**_escaped(kind)))


def render_list(kinds: Sequence[ProblemType]) -> str:
    """The page that lists all types."""
    rows = "".join(_ROW.format(**_escaped(kind)) for kind in kinds)
    return html.page("Problems", _LIST.format(rows=rows))


def _escaped(kind: ProblemType) -> dict[str, str]:
    texts = {name: escape(str(value)) for name, value in kind.model_dump().items()}
    # Meanings are written like comments, with code in backticks.
    texts["meaning"] = re.sub(r"`([^`]+)`", r"<code>\1</code>", texts["meaning"])
    return texts
