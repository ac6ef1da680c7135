"""Who may import whom, what is pure, who writes values (README.md § 布局)."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "regions": {"regions"},
    "indicators": {"indicators", "regions"},
    "dashboards": {"dashboards", "indicators", "regions"},
    "healthplan": {"healthplan", "dashboards", "indicators", "regions"},
}
PURE = [
    *("regions/access", "regions/codes"),
    *("indicators/rules", "indicators/spreadsheets", "indicators/layouts"),
    *("dashboards/selection", "dashboards/rows", "dashboards/values"),
    *("dashboards/summaries", "dashboards/charts", "dashboards/answering"),
    *("dashboards/checkup", "dashboards/checkup_words"),
]
HEAVY = {
    "docx",
    "pandas",
    "openpyxl",
    "xlsxwriter",
}  # 0.3 s and 40 MB each: imported where they are used
VALUES = {"Observation", "ObservationChange", "EntryChange"}
WRITER = "indicators/entry/"
WRITES = (
    {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    | {"update", "delete", "save", "_raw_delete", "acreate", "aupdate", "adelete"}
)  # fmt: skip
TOP_LEVEL = {
    *("healthplan", "regions", "indicators", "dashboards"),
    *("fixtures", "templates", "static", "tests"),
    *("manage.py", "pyproject.toml", "README.md", "LICENSE"),
    *("requirements.txt", "requirements-dev.txt"),
}
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for app in MAY_IMPORT
    for path in (ROOT / app).rglob("*.py")
)


def is_pure(module):
    """Say whether a module is in PURE: itself, its package, or a part of it."""
    return any(module == p or module.startswith((p + "/", p + ".py")) for p in PURE)


def is_empty(module):
    return not (ROOT / module).read_text("utf-8").strip()


def imported(module, tree):
    """Return the full dotted names that a module imports, from-imports with the
    name."""
    package = module.split("/")[:-1]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def local_file(name):
    """Return the file of our own that a dotted import leads to, or None."""
    parts = name.split(".")
    for path in ("/".join(parts), "/".join(parts[:-1])):
        for end in (".py", "/__init__.py"):
            if path and (ROOT / (path + end)).is_file():
                return path + end
    return None


TREES = {module: ast.parse((ROOT / module).read_text("utf-8")) for module in MODULES}
IMPORTS = {module: imported(module, tree) for module, tree in TREES.items()}


def test_apps_import_only_downwards():
    wrong = {
        module: names - MAY_IMPORT[module.split("/")[0]]
        for module, full in IMPORTS.items()
        if (names := {name.split(".")[0] for name in full} & set(MAY_IMPORT))
    }

    assert {m: names for m, names in wrong.items() if names} == {}


def test_pure_modules_know_neither_django_nor_rows():
    wrong = {}
    for module in filter(is_pure, MODULES):
        for name in IMPORTS[module]:
            ours = local_file(name)
            impure = ours and not is_pure(ours) and not is_empty(ours)
            if impure or name.split(".")[0] == "django":
                wrong.setdefault(module, []).append(name)

    assert wrong == {}


def test_every_name_in_the_pure_list_exists():
    assert [p for p in PURE if not any(m.startswith(p) for m in MODULES)] == []


FOLDERS = {module.rpartition("/")[0] for module in MODULES}
BRANCHES = {folder.rpartition("/")[0] for folder in FOLDERS}  # hold other folders


def package_of(module):
    """Return the package a module belongs to: its folder, at whatever depth.

    Beside other folders a module stands for itself, as dashboards/rows.py does.
    """
    folder, _, name = module.rpartition("/")
    alone = folder in BRANCHES and name != "__init__.py"
    return module if alone else folder


def arrows():
    """Return package → the other packages that its modules import."""
    found = {package_of(module): set() for module in MODULES}
    for module, names in IMPORTS.items():
        there = {package_of(file) for n in names if (file := local_file(n))}
        found[package_of(module)] |= there - {package_of(module)}
    return found


def reached(start, arrows):
    """Return what one comes to from a package along the arrows."""
    seen, left = set(), [start]
    while left:
        fresh = arrows[left.pop()] - seen
        seen |= fresh
        left += fresh
    return seen


def circles(arrows):
    """Return the packages that come back to themselves, over however many others."""
    return {package for package in arrows if package in reached(package, arrows)}


def test_no_package_comes_back_to_itself():
    assert circles(arrows()) == set()


@pytest.mark.parametrize(
    "arrows, found",
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, set()),
        ({"a": {"b"}, "b": {"a"}, "c": {"a"}}, {"a", "b"}),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, {"a", "b", "c"}),
    ],
)
def test_a_circle_of_any_length_is_found(arrows, found):
    assert circles(arrows) == found


def test_a_package_is_a_folder_at_any_depth():
    assert package_of("indicators/pages/log/views.py") == "indicators/pages/log"
    assert package_of("indicators/pages/reach.py") == "indicators/pages/reach.py"


def inner_imports(tree):
    """Return the top names imported inside functions."""
    found = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    found.add((node.module or ".").split(".")[0])
    return found


def test_imports_stand_at_the_top():
    inside = {module: inner_imports(tree) - HEAVY for module, tree in TREES.items()}

    assert {m: names for m, names in inside.items() if names} == {}


def root_names(node):
    """Return the names an expression starts from: rows.filter(x).delete → {rows}."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute):
            if node.attr in ("observation_set", "observationchange_set"):
                return {"Observation"}
            node = node.value
        else:
            node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def derived_names(tree):
    """Return VALUES and every name assigned or looped from them, to a fixed point."""
    names, before = set(VALUES), None
    while names != before:
        before = set(names)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.NamedExpr | ast.AnnAssign):
                targets = getattr(node, "targets", None) or [node.target]
                source = node.value
            elif isinstance(node, ast.For | ast.comprehension):
                targets, source = [node.target], node.iter
            else:
                continue
            if source is not None and root_names(source) & names:
                names |= {t.id for t in targets if isinstance(t, ast.Name)}
    return names


def writes_of_values(tree):
    """Return the lines on which Observation or ObservationChange is written or made."""
    names, lines = derived_names(tree), []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in VALUES:
            lines.append(node.lineno)
        elif isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            if root_names(node.func.value) & names:
                lines.append(node.lineno)
    return lines


def test_only_entry_writes_values():
    writers = [
        module
        for module, tree in TREES.items()
        if writes_of_values(tree) and not is_pure(module)
    ]

    outside = [m for m in writers if not m.startswith(WRITER)]
    assert writers and [m for m in outside if "/migrations/" not in m] == []


@pytest.mark.parametrize(
    "code",
    [
        "Observation.objects.create(year=1)",
        "Observation.objects.filter(year=1).delete()",
        "rows = Observation.objects.all()\nrows.filter(a=1).update(b=2)",
        "for row in Observation.objects.all():\n    row.save()",
        "ObservationChange.objects.bulk_create([])",
        "region.observation_set.all().delete()",
        "row = Observation(year=2020)",
    ],
)
def test_the_search_for_writes_finds_them(code):
    assert writes_of_values(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "Observation.objects.filter(year=1).count()",
        "Target.objects.filter(year=1).delete()",
        "found = {}\nfound.update(a=1)",
    ],
)
def test_the_search_for_writes_leaves_the_rest_alone(code):
    assert not writes_of_values(ast.parse(code))


def test_the_top_level_holds_the_agreed_names_only():
    names = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}

    assert names - {"__pycache__"} <= TOP_LEVEL


def module_imports(module, tree):
    """Yield (module of ours, its name here) for the from-imports of whole modules."""
    package = module.split("/")[:-1]
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        above = package[: len(package) - node.level + 1] if node.level else []
        base = "/".join([*above, *(node.module or "").split(".")]).strip("/")
        for alias in node.names:
            path = f"{base}/{alias.name}"
            if f"{path}.py" in TREES or f"{path}/__init__.py" in TREES:
                yield path, alias.asname or alias.name


def test_each_module_goes_by_one_name():
    names = {}
    for module, tree in TREES.items():
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for path, name in module_imports(module, tree):
            if path.split("/")[-1] not in own:  # as with a view of the module's name
                names.setdefault(path, set()).add(name)

    assert names and {p: n for p, n in names.items() if len(n) > 1} == {}


GIVEN = {"Command", "Migration"}  # names that Django wants


def test_no_two_classes_share_a_name():
    # A class inside another is read with it (Entry.State) and may be called as others.
    places = {}
    for module, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name not in GIVEN:
                places.setdefault(node.name, []).append(module)

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


LONGEST, WIDEST = 40, 88  # lines of a function, characters of a line
CHINESE = re.compile(r"[\u4e00-\u9fff]")  # twice as wide, and not broken by ruff


def too_long(tree):
    """Return name → lines of the functions that one cannot see at a glance."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.name: lines
        for node in ast.walk(tree)
        if isinstance(node, functions)
        and (lines := node.end_lineno - node.lineno + 1) > LONGEST
    }


def too_wide(text):
    """Return the numbers of the lines in Latin letters that are too wide."""
    return [
        n
        for n, line in enumerate(text.splitlines(), 1)
        if len(line) > WIDEST and not CHINESE.search(line)
    ]


def test_functions_are_seen_at_a_glance():
    found = {module: too_long(tree) for module, tree in TREES.items()}

    assert {m: names for m, names in found.items() if names} == {}


def test_lines_are_no_wider_than_agreed():
    # comments and docstrings too, which ruff leaves as they are
    own = [m for m in MODULES if "/migrations/" not in m]
    found = {m: too_wide((ROOT / m).read_text("utf-8")) for m in own}

    assert {m: lines for m, lines in found.items() if lines} == {}


def test_the_limits_are_felt():
    body = "    pass\n" * LONGEST

    assert too_long(ast.parse(f"def f():\n{body}")) == {"f": LONGEST + 1}
    assert too_wide("x" * WIDEST + "\n" + "x" * (WIDEST + 1) + "\n数" + "x" * 90) == [2]


DJANGO_FORMS = {
    *("Form", "ModelForm"),
    *("AuthenticationForm", "PasswordChangeForm", "AdminPasswordChangeForm"),
}


def name_of(node):
    """Return the last name of what a node names: forms.Form → Form."""
    return getattr(node, "attr", getattr(node, "id", ""))


def django_forms():
    """Return class → its module, for all that derive from Django's forms."""
    found, before = {}, None
    while len(found) != before:
        before = len(found)
        for module, tree in TREES.items():
            for node in filter(lambda n: isinstance(n, ast.ClassDef), tree.body):
                bases = {name_of(base) for base in node.bases}
                if bases & (DJANGO_FORMS | set(found)):
                    found[node.name] = module
    return found


def forms_of_both_kinds(tree, kinds):
    """Return whether a module says form of a 填报表 and, as a name, of a Django form."""
    asks = speaks = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and "form" in map(name_of, node.targets):
            made = (
                isinstance(node.value, ast.Call) and name_of(node.value.func) in kinds
            )
            asks, speaks = asks or made, speaks or not made
        elif isinstance(node, ast.arg) and node.arg == "form" and node.annotation:
            asks = asks or name_of(node.annotation) in kinds
            speaks = speaks or name_of(node.annotation) not in kinds
        elif isinstance(node, ast.For | ast.comprehension):
            speaks = speaks or name_of(node.target) == "form"
        elif isinstance(node, ast.Attribute) and node.attr == "form":
            speaks = True
    return asks and speaks


def test_form_means_one_thing_in_a_module():
    # § Words: a 填报表; a Django form beside it is a choice, a query, fields
    kinds = django_forms()
    own = {module: tree for module, tree in TREES.items() if "indicators/" in module}

    assert [m for m, tree in own.items() if forms_of_both_kinds(tree, set(kinds))] == []


def test_django_forms_stand_in_modules_of_forms():
    kinds = django_forms()
    homes = ("forms.py", "_form.py", "admin.py")

    assert len(kinds) > 30
    assert [
        n for n, m in kinds.items() if not m.endswith(homes) and "/forms/" not in m
    ] == []


def test_only_django_forms_end_in_form():
    kinds = django_forms()
    others = {
        node.name
        for tree in TREES.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Form")
    }

    assert others - set(kinds) == set()


@pytest.mark.parametrize(
    "code, both",
    [
        ("form = UnitQuery(get)\nfor form in forms: pass", True),
        ("form = UnitQuery(get)\ncite(line.form)", True),
        ("def keep(form: Submission):\n    form = UnitQuery(get)", True),
        ("form = UnitQuery(get)\nform.is_valid()", False),
        ("def keep(form: Submission): pass", False),
    ],
)
def test_a_form_of_both_kinds_is_found(code, both):
    assert forms_of_both_kinds(ast.parse(code), {"UnitQuery"}) == both
