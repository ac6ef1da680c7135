"""What an indicator's page costs a browser, before anybody points at its chart.

    python -m tests.benchmarks.bench_chart NAME=URL … --user official [--runs 5]

Opens /regions/511700/life-expectancy/ of each served site in turn, in one run, with
an empty cache: bytes and requests on the wire, first paint, when the chart is to be
seen, how far the page moves while it loads; the medians. The password is asked of the
environment (PASSWORD). By hand only: shared machines are noisy, and no test is timed.
"""

import argparse
import os
import shutil
import statistics

from playwright.sync_api import sync_playwright

PAGE = "/regions/511700/life-expectancy/"
# Watches from the first moment on: the chart has a size and a drawing, and shifts.
WATCH = """
window.seen = 0; window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
(function look() {
  const chart = document.querySelector(".chart svg path, .chart svg circle");
  if (chart && chart.getClientRects().length) window.seen = performance.now();
  else requestAnimationFrame(look);
})();
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def measure(browser, site, user, password):
    """Return (kB, requests, first paint ms, chart ms, layout shift) of one visit."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(site + "/login/")
    page.fill("#id_username", user)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(site + "/")
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    sizes, asked = [], []
    wire.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)
    page.goto(site + PAGE)
    page.wait_for_function("window.seen > 0")
    page.wait_for_load_state("networkidle")
    found = page.evaluate(f"[{PAINT}, window.seen, window.shifted]")
    context.close()
    return sum(sizes) / 1024, len(asked), *found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sites", nargs="+", metavar="NAME=URL")
    parser.add_argument("--user", default="official")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    password = os.environ["PASSWORD"]
    heads = ["kB", "requests", "first paint", "chart", "shift"]
    print(f"{'site':12}" + "".join(f"{head:>13}" for head in heads))
    with sync_playwright() as player:
        path = shutil.which("chromium")
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
        runs = {}
        for _ in range(given.runs):
            for named in given.sites:
                name, site = named.split("=", 1)
                row = measure(browser, site, given.user, password)
                runs.setdefault(name, []).append(row)
        for name, rows in runs.items():
            middle = [statistics.median(column) for column in zip(*rows, strict=True)]
            print(f"{name:12}" + "".join(f"{value:13.3f}" for value in middle))


if __name__ == "__main__":
    main()
