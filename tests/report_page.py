# SPDX-License-Identifier: Apache-2.0
"""What a browser makes of the HTML report: report_page.py REPORT HOSTILE AXE [FOLDER_OF_SCREENSHOTS]

REPORT is a report with failures, HOSTILE one of text that wants to run, AXE the file axe.min.js or "none".
"""
import html.parser
import os
import pathlib
import sys
import urllib.parse

from browser import Browser

failures = 0


def check(name, good, told=""):
    global failures
    print(f"{'ok' if good else 'not ok'} - {name}")
    if not good:
        failures += 1
        print("# " + str(told)[:3000].replace("\n", "\n# "))


class Page(html.parser.HTMLParser):
    """Headings, anchors, links and what does not belong there, as a reader without styles and scripts meets them."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.ids, self.links, self.wrong, self.scopes = [], [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])
        if tag == "th" and "scope" not in values:
            self.wrong.append("th without scope")
        if tag in ("iframe", "object", "embed", "link", "base", "img", "form") and values.get("id") != "filter":
            self.wrong.append(tag)
        self.wrong += [name for name in values if name.startswith("on") or name in ("src", "style", "srcdoc", "action")]


def check_document(name, file):
    page = Page(pathlib.Path(file).read_text(encoding="utf-8"))
    check(f"{name}: ids are unique", len(page.ids) == len(set(page.ids)), len(page.ids) - len(set(page.ids)))
    lost = [link for link in page.links if not link.startswith("#") or urllib.parse.unquote(link[1:]) not in page.ids]
    check(f"{name}: each link leads to a part of the page", not lost, lost[:5])
    check(f"{name}: nothing from elsewhere, no inline handlers, scopes", not page.wrong, page.wrong[:5])
    steps = [b - a for a, b in zip(page.headings, page.headings[1:])]
    check(f"{name}: headings leave out no level", page.headings[0] == 1 and max(steps) <= 1, page.headings[:20])


AXE = """(async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.length + '× '
                              + v.nodes[0].html.slice(0, 200) + ' ' + v.nodes[0].failureSummary);
})()"""


def check_access(browser, url, axe):
    script = pathlib.Path(axe).read_text(encoding="utf-8")
    for scheme in ("light", "dark"):
        for width in (1280, 400):
            browser.look(scheme, width)
            browser.open(url)
            # Only the first cases: they are built alike, and the tool looks at each element.
            browser.run("document.querySelectorAll('details.operation, .case').forEach((e, n) => "
                        "{ if (n > 12) e.remove(); else e.open = true; })")
            browser.run(script + "; 0")
            violations = browser.run(AXE)
            check(f"axe-core finds nothing, {scheme}, {width} wide", not violations, "\n".join(violations))


def check_requests(browser, name, url):
    browser.open(url)
    browser.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    browser.run("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    check(f"{name}: asks for nothing but itself", browser.requests == [url], browser.requests)
    check(f"{name}: the policy had nothing to refuse, no script failed or ran", not browser.troubles, browser.troubles)
    check(f"{name}: fits the width of the window",
          browser.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


VISIBLE = "Array.from(document.querySelectorAll('tr[data-v]')).filter(row => !row.hidden)"


def ask(browser, script):
    """Changes the filter and waits until it has been applied."""
    browser.run(f"""new Promise(done => {{
      {script}
      document.getElementById('filter').dispatchEvent(new Event('input', {{bubbles: true}}));
      setTimeout(done, 300);
    }})""")


def check_filter(browser, url):
    browser.open(url)
    rows = browser.run("document.querySelectorAll('tr[data-v]').length")
    check("the filter is there", not browser.run("document.getElementById('filter').hidden"))
    ask(browser, "document.querySelector('[name=verdict][value=fail]').click();")
    shown = browser.run(VISIBLE + ".length")
    check("by verdict", 0 < shown < rows and browser.run(VISIBLE + ".every(row => row.dataset.v.startsWith('fail'))"))
    check("the number is told to screen readers",
          browser.run("document.getElementById('matches').textContent") == f"{shown} of {rows} cases")
    check("operations without a match are gone, the others open", browser.run(
        "Array.from(document.querySelectorAll('details.operation')).every(o => "
        "o.hidden ? !o.querySelector('tr[data-v]:not([hidden])') : o.open)"))
    browser.run("document.getElementById('filter').reset()")
    ask(browser, "")
    check("cleared", browser.run(VISIBLE + ".length") == rows)
    requirement = browser.run("document.querySelector('tr[data-r]').dataset.r.split(' ')[0]")
    ask(browser, f"document.getElementById('filter-requirement').value = {requirement!r}.toLowerCase();")
    check("by requirement", browser.run(
        VISIBLE + f".every(row => row.dataset.r.split(' ').includes({requirement!r})) && {VISIBLE}.length > 0"))
    ask(browser, "document.getElementById('filter').reset();"
                 "document.getElementById('filter-area').selectedIndex = 1;")
    check("by area", browser.run(
        f"new Set({VISIBLE}.map(row => row.dataset.a)).size === 1"))
    ask(browser, "document.getElementById('filter').reset();"
                 "document.getElementById('filter-text').value = 'no such text anywhere';")
    check("by text", browser.run(VISIBLE + ".length") == 0)


IN_VIEW = """(element => {
  const box = element.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.top < innerHeight;
})"""


def check_links(browser, url):
    browser.open(url)
    for kind, selector in (("article", "article.case:last-of-type"), ("row", "details.operation tr[id]")):
        anchor = browser.run(f"document.querySelector({selector!r}).id")
        for scripts in (True, False):
            browser.look(scripts=scripts)
            browser.open(f"{url}#{urllib.parse.quote(anchor, safe='/:=,+')}")
            browser.look()
            check(f"a link to a {kind} shows it, {'with' if scripts else 'without'} scripts",
                  browser.run(f"new Promise(done => setTimeout(() => "
                              f"done({IN_VIEW}(document.getElementById({anchor!r}))), 200))"), anchor)


def check_plain(browser, url):
    browser.look(scripts=False)
    browser.open(url)
    check("without scripts every case is there", browser.run("!document.querySelector('[data-v][hidden]')"))
    check("without scripts what needs them is not",
          browser.run("Array.from(document.querySelectorAll('button.copy, #filter')).every(e => e.hidden)"))
    browser.look()


def take_pictures(browser, url, folder):
    os.makedirs(folder, exist_ok=True)
    for name, scheme, width, height in (("wide", "light", 1440, 1600), ("laptop", "dark", 1280, 1400),
                                        ("phone", "light", 400, 1400)):
        browser.look(scheme, width, height)
        for part in ("summary", "failures", "matrix", "coverage"):
            browser.open(f"{url}#{part}")
            browser.run("new Promise(done => setTimeout(done, 200))")
            browser.screenshot(f"{folder}/{name}-{part}.png")


def main():
    report, hostile, axe = sys.argv[1:4]
    url, hostile_url = pathlib.Path(report).resolve().as_uri(), pathlib.Path(hostile).resolve().as_uri()
    check_document("report", report)
    check_document("hostile", hostile)
    browser = Browser()
    try:
        browser.look()
        check_requests(browser, "report", url)
        check_requests(browser, "hostile", hostile_url)
        check_filter(browser, url)
        check_links(browser, url)
        check_plain(browser, url)
        if axe != "none":
            check_access(browser, url, axe)
        if len(sys.argv) > 4:
            take_pictures(browser, url, sys.argv[4])
    finally:
        browser.close()
    return failures > 0


sys.exit(main())
