"""Every component with invented facts, as static pages under .local/gallery/: run ``python -m tests.look.gallery``.

With ``--shots`` each page is also photographed, at 1280 and 360 pixels, light and dark.
"""

import functools
import os
import shutil
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.look.facts import FACTS, WORK

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"
OUT = ROOT / ".local" / "gallery"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'"
STATIC = ("css/", "js/", "img/", "bootstrap/css/bootstrap.min.css", "django_htmx/htmx-2.min.js")


def write_pages(out=OUT):
    """Write each page and every static file below ``out``; answer the names of the pages."""
    from django.test import override_settings

    shutil.rmtree(out, ignore_errors=True)
    copy_static(out / "static")
    with override_settings(ROOT_URLCONF="tests.look.urls"):
        for name, facts in FACTS.items():
            (out / f"{name}.html").write_text(rendered(name, facts()))
        (out / "progress.html").write_text(finished_work())
    return list(FACTS)


def finished_work():
    """What the server answers once the work is done: the fragment alone."""
    from django.template.loader import render_to_string

    facts = {"job_state": "done", "job_title": WORK, "result_url": "/", "result_words": "Open the PDF (214 KB)"}
    return render_to_string("components/progress.html", facts)


def rendered(name, facts):
    from django.template import Context, engines

    template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
    return template.template.render(Context(facts)).replace("<head>", f"<head>{policy}", 1)


def copy_static(target):
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list(["*.map"]):
            if path.startswith(STATIC):
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(storage.path(path), target / path)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def serve(out=OUT):
    """A server of the pages on a free port, in a thread; the caller shuts it down."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=out))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def photograph(names):
    from playwright.sync_api import sync_playwright

    from tests.browser import executable

    server = serve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        for width in (1280, 360):
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                for name in names:
                    page.goto(f"http://127.0.0.1:{server.server_port}/{name}.html")
                    page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png", full_page=True)
        browser.close()
    server.shutdown()


def main():
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")
    django.setup()
    names = write_pages()
    if "--shots" in sys.argv:
        photograph([name for name in names if name in sys.argv] or names)


if __name__ == "__main__":
    main()
