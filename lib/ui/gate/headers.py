"""Security headers, and the one inline script of Streamlit's index page that may run."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

LOOKS = Path(__file__).resolve().parents[3] / "data" / "looks"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    # `no-referrer` would make browsers send `Origin: null`, and the sign-in would be refused.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_DOOR = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


# Without this a page opened at its own address first asks for /page/_stcore/health, which is not
# there: a round trip lost, and an error in the console of every browser.
_BACKEND = 'window.__streamlit = {BACKEND_BASE_URL: location.origin + "/"};'


@cache
def index_page() -> bytes:
    """Return Streamlit's index page in Dutch dress: language, title, no pointer to its API.

    It brings our own stylesheet and script, from our own address. Their content is in their
    address, so that a browser never works with those of an older version.
    """
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    page = page.replace('<html lang="en">', '<html lang="nl">')
    page = page.replace("<title>Streamlit</title>", "<title>Ministap</title>")
    page = page.replace('href="./favicon.png"', 'href="/huisstijl/favicon.png"')
    page = re.sub(r"<link rel=\"service-desc\"[^>]*>", "", page)
    own = (
        f'<link rel="stylesheet" href="/huisstijl/desk.css?{_mark("desk.css")}">'
        f'<script src="/huisstijl/desk.js?{_mark("desk.js")}" defer></script></head>'
    )
    page = page.replace("</head>", own, 1)
    return page.replace("<script>", f"<script>{_BACKEND}</script><script>", 1).encode()


def _mark(name: str) -> str:
    return hashlib.sha256((LOOKS / name).read_bytes()).hexdigest()[:12]


@cache
def script_hashes() -> str:
    """Return the CSP sources of the inline scripts of the index page, computed at start."""
    scripts = re.findall(r"<script>(.*?)</script>", index_page().decode(), flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def app_policy(host: str) -> str:
    """Return the CSP of the app; styles are inline because Streamlit makes them so."""
    return (
        "default-src 'self'; "
        f"script-src 'self' {script_hashes()}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; "
        "font-src 'self' data:; "
        f"connect-src 'self' ws://{host} wss://{host}; "
        "worker-src 'self' blob:; "
        "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def security(*, host: str, door: bool, secure: bool, cached: bool) -> dict[str, str]:
    """Return every security header of one answer, in lower case."""
    found = dict(_ALWAYS)
    found["content-security-policy"] = _DOOR if door else app_policy(host)
    if not cached:
        found["cache-control"] = "no-store"
    if secure:
        found["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return found
