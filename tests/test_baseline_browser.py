"""Pages work in Chromium 90 over plain http: newer CSS and JavaScript is refused.

Newer CSS passes with a fallback the browser really has: an older value of the same
property before it in the same rule, or an enclosing @supports. Newer JavaScript
passes only on a line that says why it is safe: `// baseline: <the fallback>`.
Properties that an old browser ignores without harm (text-wrap, accent-color) are
not listed.
"""

import re
from pathlib import Path

import pytest

from tests.tables import every

ROOT = Path(__file__).resolve().parent.parent
# Chromium version → what a selector or at-rule must not use.
NEWER_SELECTORS = {
    r":has\(": 105,
    r":(modal|open|popover-open|user-valid|user-invalid|autofill|dir\()": 105,
    r":nth-(last-)?child\([^)]*\bof\b": 111,
    r"^&|[\s,>+~(]&|&[\s.:\[>+~]": 112,
    r"@container|@layer|@scope|@property\b|@starting-style|@function": 99,
    r"@media[^{]*[<>]": 104,
    r"@import[^;]*(layer|supports)": 99,
}
# Chromium version → what a declaration must not use without an older one before it.
NEWER_VALUES = {
    r"\b(color-mix|oklch|oklab|lch|lab|hwb|light-dark|color)\(": 101,
    r"\d(dvh|svh|lvh|dvw|svw|lvw|dvb|dvi|dvmin|dvmax)\b": 108,
    r"\d(cqw|cqh|cqi|cqb|cqmin|cqmax|lh|rlh|ric|rcap)\b": 105,
    r"\bsubgrid\b|\bmasonry\b": 117,
    r"\b(anchor|anchor-size|linear|round|mod|rem|sin|cos|tan|sqrt|pow)\(": 111,
    r"(?<!-)\bimage-set\(": 113,
    r"\bplus-lighter\b|\bstretch\s*;": 100,
}
# Properties whose absence breaks a layout or hides something.
NEWER_PROPERTIES = {
    r"translate|rotate|scale": 104,
    r"container(-type|-name)?": 105,
    r"field-sizing|interpolate-size|position-anchor|inset-area|position-area": 123,
    r"mask(-image|-size|-repeat|-position)?": 120,
    r"grid-lanes": 140,
}
NEWER_SCRIPT = {
    r"\.at\(": 92,
    r"\bObject\.(hasOwn|groupBy)\b|\bMap\.groupBy\b": 93,
    r"\.(findLast|findLastIndex|group|groupBy|groupToMap)\(": 97,
    r"\bstructuredClone\b": 98,
    r"\.(toSorted|toReversed|toSpliced)\(": 110,
    r"\.(isWellFormed|toWellFormed)\(": 111,
    r"\bArray\.fromAsync\b|\bPromise\.(withResolvers|try)\b|\bIterator\.from\b": 119,
    r"\bstatic\s*\{": 94,
    r"#\w+\s+in\b": 91,
    r"\bAbortSignal\.(timeout|any)\b|\bURL\.(canParse|parse)\b": 103,
    r"^(await|for await)\b": 90,
    r"/[dgimsuy]*v[dgimsuy]*(?=[\s,;).])(?<=/v)": 112,
    r"\bimportmap\b|\bimport\b[^;]*\bwith\s*\{": 123,
    r"\b(showPicker|checkVisibility|showPopover|togglePopover|hidePopover)\(": 99,
    r"\bstartViewTransition\b|\bscheduler\.": 111,
    r"\.(union|intersection|difference|isSubsetOf|isSupersetOf)\(": 122,
}
# Missing on plain http whatever the browser's age.
ONLY_HTTPS = {
    r"\bnavigator\.(clipboard|serviceWorker|storage|geolocation|share)\b": "https",
    r"\bcrypto\.(randomUUID|subtle)\b": "https",
    r"\bnew Notification\b|\bshowSaveFilePicker\b|\bcaches\.": "https",
}
NEWER_MARKUP = {r"\spopover(target)?\b": 114, r"\sinert\b": 102, r"\scommandfor\b": 135}


def matches(patterns, text):
    return [p for p in patterns if re.search(p, text, re.M)]


def without_comments(source):
    """Return the CSS without comments, strings and url(), lines kept."""
    source = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), source, flags=re.S)
    return re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)", '""', source)


def declarations(body):
    """Return (property, value) pairs of a rule's body, in order."""
    pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
    return [(name.strip(), value.strip() + ";") for name, value in pairs]


def problems_in_body(body):
    found, older = [], set()
    for name, value in declarations(body):
        newer = matches(NEWER_VALUES, value)
        newer += [p for p in NEWER_PROPERTIES if re.fullmatch(p, name)]
        if newer and name not in older:
            found.append(f"{name}: {value}")
        if not newer:
            older.add(name)
    return found


def problems_in_css(source):
    """Return what Chromium 90 does not know and no fallback covers.

    Walks the braces: what stands before “{” is a selector or at-rule, what stands
    between two braces are declarations; inside @supports everything is allowed.
    """
    source, found, stack = without_comments(source), [], []
    for text, brace in re.findall(r"([^{}]*)([{}]|$)", source):
        guarded = any(rule.startswith("@supports") for rule in stack)
        head = text.rsplit(";", 1)[-1].strip() if brace == "{" else ""
        body = text[: len(text) - len(text.rsplit(";", 1)[-1])] if head else text
        if not guarded and stack:
            found += problems_in_body(body)
        if not guarded:
            tested = not head.startswith("@supports")
            found += [head] if tested and matches(NEWER_SELECTORS, head) else []
            found += [text] if not stack and "@import" in text else []
        nested = [r for r in stack if not r.startswith("@")]
        if head and nested and not guarded:
            found.append(f"{nested[-1]} {{ {head}")
        if brace == "{":
            stack.append(head)
        elif brace == "}" and stack:
            stack.pop()
    return found


def problems_in_script(source):
    """Return the lines that need a newer browser or https and do not say why not."""
    source = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), source, flags=re.S)
    found = []
    for line in source.splitlines():
        code, _, comment = line.partition("//")
        if matches({**NEWER_SCRIPT, **ONLY_HTTPS}, code):
            if not comment.strip().startswith("baseline:"):
                found.append(line.strip())
    return found


def scanned(pattern, folder="static"):
    return sorted((ROOT / folder).rglob(pattern))


def all_problems(paths, problems):
    found = {
        p.relative_to(ROOT).as_posix(): problems(p.read_text("utf-8")) for p in paths
    }
    return {path: lines for path, lines in found.items() if lines}


def test_stylesheets_need_no_newer_browser():
    assert scanned("*.css")
    assert all_problems(scanned("*.css"), problems_in_css) == {}


def test_scripts_need_no_newer_browser():
    assert all_problems(scanned("*.js"), problems_in_script) == {}


def test_markup_needs_no_newer_browser():
    def problems(source):
        return matches(NEWER_MARKUP, " ".join(re.findall(r"<[a-z][^>]*>", source)))

    assert all_problems(scanned("*.html", "templates"), problems) == {}


def test_pages_name_no_other_host():
    """No CDN: the only addresses in static files are XML namespaces."""
    paths = [p for kind in ("*.css", "*.js") for p in scanned(kind)]
    paths += scanned("*.html", "templates")
    outside = r"(?:src|href|url|fetch|@import)\W{1,3}(?:https?:)?//(?!www\.w3\.org)"

    found = [p.name for p in paths if re.search(outside, p.read_text("utf-8"))]

    assert found == []


@every(
    "css",
    [
        "td:has(a) { color: red }",
        "@container (min-width: 3px) { a { color: red } }",
        "@layer base { a { color: red } }",
        ".a { color: red; &:hover { color: blue } }",
        ".a { .b { color: blue } }",
        "a { color: color-mix(in srgb, red, blue) }",
        "a { background: oklch(50% 0 0) }",
        "a { height: 100dvh }",
        "a { height: 100dvh; height: 100vh }",
        "a { grid-template-rows: subgrid }",
        "@media (width >= 40rem) { a { color: red } }",
        "@property --x { syntax: '<color>' }",
        "a { color: light-dark(#000, #fff) }",
        "a { field-sizing: content }",
        "a { translate: 0 1px }",
        "@media print { a:has(b) { color: red } }",
    ],
)
def test_the_css_scanner_finds_what_is_newer(css):
    assert problems_in_css(css)


@every(
    "css",
    [
        "a { height: 100vh; height: 100dvh }",
        "@supports (height: 1dvh) { a { height: 100dvh } }",
        "@supports selector(:has(a)) { td:has(a) { color: red } }",
        "h1 { text-wrap: balance; accent-color: red; aspect-ratio: 1; inset: 0 }",
        ":is(a, b):where(.c) { display: flex; gap: 1rem }",
        "@media (max-width: 40rem) { a > b + c ~ d { transform: translate(1px) } }",
        "a::before { content: '&:has('; width: calc(1rem + 2%) } /* :has( */",
        "@font-face { font-family: x; src: url(a.woff2) }",
        "@keyframes x { from { opacity: 0 } to { opacity: 1 } }",
        ":root { --line: #ddd; color-scheme: light dark }",
        "a { width: min(100%, 3rem); color: rgb(0 0 0 / 50%) }",
    ],
)
def test_the_css_scanner_passes_what_is_old_or_covered(css):
    assert problems_in_css(css) == []


@every(
    "script",
    [
        "rows.at(-1)",
        "structuredClone(a)",
        "Object.hasOwn(a, 'b')",
        "rows.findLast(x => x)",
        "rows.toSorted()",
        "await load()",
        "class A { static { } }",
        "Object.groupBy(a, b)",
        "navigator.clipboard.writeText(a)",
        "const id = crypto.randomUUID()",
        "a.match(/[a--b]/v)",
        "AbortSignal.timeout(5)",
        "input.showPicker()",
    ],
)
def test_the_script_scanner_finds_what_is_newer(script):
    assert problems_in_script(script)


@pytest.mark.parametrize(
    "script",
    [
        "a ??= b?.c",
        "text.replaceAll('a', 'b')",
        "  await load()",
        "class A { #x() { return 1 } }",
        "text.match(/(?<=a)b/u)",
        "const v = width / view",
        "rows.flat(); Object.fromEntries(a)",
        "rows.at(-1)  // baseline: polyfilled in first.js",
        "// rows.at(-1)",
    ],
)
def test_the_script_scanner_passes_what_is_old_or_explained(script):
    assert problems_in_script(script) == []
