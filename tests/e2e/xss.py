"""Two hundred ways to run a script where text was wanted: our own list, by family.

Each would set `window.bad` or open a dialog. None holds a line break, so that each may stand where
a line is wanted, and each holds its number, so that it is found again word for word.
"""

RUN = "window.bad=1"

_TAGS = (
    "img svg video audio iframe object embed body input details marquee math select style".split()
)
_EVENTS = (
    "onerror onload onfocus onclick onmouseover ontoggle onbegin onanimationstart onpointerenter "
    "onbeforeinput"
).split()
_SCHEMES = (
    "javascript:{run}",
    "JaVaScRiPt:{run}",
    "java\tscript:{run}",
    " javascript:{run}",
    "javascript&colon;{run}",
    "&#106;avascript:{run}",
    "data:text/html,<script>{run}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cuYmFkPTE8L3NjcmlwdD4=",
    "vbscript:{run}",
    "javascript://%0a{run}",
    "\x01javascript:{run}",
    "blob:javascript:{run}",
)
_BROKEN_OUT = (
    '"><script>{run}</script>',
    "'><script>{run}</script>",
    "</script><script>{run}</script>",
    "</title><script>{run}</script>",
    "</textarea><script>{run}</script>",
    "</style><script>{run}</script>",
    "--><script>{run}</script>",
    "]]><script>{run}</script>",
    '" autofocus onfocus="{run}',
    "' autofocus onfocus='{run}",
    "`-{run}-`",
    "${{{run}}}",
    "';{run}//",
    '";{run}//',
    "\\';{run}//",
    "\\u003cscript\\u003e{run}\\u003c/script\\u003e",
    "%3Cscript%3E{run}%3C/script%3E",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;script&#62;{run}&#60;/script&#62;",
    "+ADw-script+AD4-{run}+ADw-/script+AD4-",
)
_MARKUP = (
    "<script>{run}</script>",
    "<SCRIPT>{run}</SCRIPT>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<script/x>{run}</script>",
    "<script\t>{run}</script >",
    "<<script>{run}//<</script>",
    "<script type=module>{run}</script>",
    "<script src=data:text/javascript,{run}></script>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src='javascript:parent.{run}'></iframe>",
    "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:{run}'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload={run}>#x'></svg>",
    "<math><mtext></p><img src=x onerror={run}></math>",
    "<form><button formaction='javascript:{run}'>x</button></form>",
    "<a href='javascript:{run}'>x</a>",
    "<a href=javascript:{run} autofocus>x</a>",
    "<base href='javascript:{run}//'>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "<link rel=stylesheet href='javascript:{run}'>",
    "<object data='javascript:{run}'></object>",
    "<embed src='javascript:{run}'>",
    "<template><img src=x onerror={run}></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    "<img src=x onerror={run}//",
    "<img/src=x/onerror={run}>",
    "<img src=`x`onerror={run}>",
    "<IMG SRC=x ONERROR={run}>",
    "<img src=x onerror=&#119;indow.bad=1>",
    "<p style='animation:x' onanimationstart={run}>",
    "<style>@keyframes x{{}}</style><p style='animation-name:x' onanimationend={run}>",
    "<details open ontoggle={run}>x</details>",
    "<x contenteditable onbeforeinput={run} autofocus>x</x>",
    "<input autofocus onfocus={run}>",
    "<select autofocus onfocus={run}></select>",
    "<video><source onerror={run}></video>",
    "<video src=x onloadstart={run}></video>",
    "<audio src=x onerror={run}></audio>",
    "<marquee onstart={run}>x</marquee>",
    "<body onload={run}>",
    "<isindex action='javascript:{run}' type=image>",
    "<portal src='javascript:{run}'></portal>",
    "<dialog open onclose={run}><form method=dialog></form></dialog>",
    "<!--><img src=x onerror={run}>",
    "<!--<img src='--><img src=x onerror={run}>'>",
    "<![CDATA[<img src=x onerror={run}>]]>",
    "<?xml version='1.0'?><img src=x onerror={run}>",
    "<clause-chat onclick={run} server='javascript:{run}'></clause-chat>",
    "<slot onslotchange={run}></slot>",
)
_TEMPLATES = (
    "{{{{constructor.constructor('{run}')()}}}}",
    "{{% import os %}}{run}",
    "<%= {run} %>",
    "#{{{run}}}",
    "[[${{{run}}}]]",
    "{{{{config.__class__}}}}{run}",
    "[click](javascript:{run})",
    "![x](x' onerror='{run})",
    "<javascript:{run}>",
    "\u202e<script>{run}</script>",
    "\ufeff<script>{run}</script>",
    "＜script＞{run}＜/script＞",
)


def _all() -> list[str]:
    patterns = [*_MARKUP, *_BROKEN_OUT, *_SCHEMES, *_TEMPLATES]
    patterns += [f"<{tag} src=x {event}={{run}}>" for tag in _TAGS for event in _EVENTS]
    found = list(dict.fromkeys(pattern.format(run=RUN) for pattern in patterns))
    return [f"{text} x{number}x" for number, text in enumerate(found)]


PAYLOADS = _all()
assert len(PAYLOADS) >= 200
