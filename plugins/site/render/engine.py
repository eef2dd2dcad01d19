"""The template engine: Jinja with a faster code generator. What it writes, escapes and rejects is the same.

Macros are called directly, not through ``Context.call``; imports are bound once per environment, not once per page;
output is escaped to ``str``, not to ``Markup``, because it is joined at once.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from keyword import iskeyword
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import Template
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup
from markupsafe import escape as escape_anything

from plugins.paths import ROOT

SUFFIXES = {".html", ".xml", ".txt"}
# the filters of template_functions.py
FILTER_NAMES = ("headline", "localized", "text", "day", "size", "start", "end", "iso")
# where compiled templates of the project's own theme are kept, beside Python's compiled modules
COMPILED = Path(__file__).resolve().parent / "__pycache__" / "templates"
THEME = ROOT / "theme"
OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    # the theme does not change during a build
    "auto_reload": False,
}


class EngineEnvironment(Environment):
    """The templates of one theme, with the macros that they import and the fragments that they share."""

    def __init__(self, templates: Path, compiled: Path) -> None:
        super().__init__(
            # a template may begin with a byte order mark
            loader=FileSystemLoader(templates, encoding="utf-8-sig"),
            extensions=[SharedFragment],
            bytecode_cache=_Bytecode(str(compiled), "%s.pyc"),
            **OPTIONS,
        )
        self.components: dict[tuple[str, str], Any] = {}
        # gets a fragment's key and a function that makes it; a renderer replaces it by one that keeps fragments
        self.share: Callable[[tuple[object, ...], Callable[[], str]], str] = lambda _, make: make()

    def component(self, template: str, name: str) -> Any:
        """The macro or value that a template exports by this name. Raises ``AttributeError`` if there is none."""
        try:
            return self.components[template, name]
        except KeyError:
            exported = self.components[template, name] = getattr(self.get_template(template).module, name)
            return exported


def make_environment(theme: Path) -> EngineEnvironment:
    """The environment for a theme. Templates of another theme than the project's own are compiled beside it."""
    return EngineEnvironment(theme / "templates", COMPILED if theme == THEME else theme / "__pycache__")


def compile_templates() -> None:
    """Compile all templates of the project's own theme, for every later build."""
    environment = make_environment(THEME)
    # the compiler needs only the names of filters
    environment.filters |= dict.fromkeys(FILTER_NAMES, str)
    for name in template_names(THEME / "templates"):
        environment.get_template(name)


def template_names(templates: Path) -> list[str]:
    """Every template of a theme, sorted."""
    paths = (path for path in templates.rglob("*") if path.suffix in SUFFIXES)
    return sorted(path.relative_to(templates).as_posix() for path in paths)


def escape(value: object) -> str:
    """A value escaped for HTML, as by MarkupSafe."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text.replace("'", "&#39;").replace('"', "&#34;")
    return escape_anything(value)


# compiled templates by name and digest, read once for all languages of a process and for its forks
_CODES: dict[tuple[str, str], CodeType] = {}


class _Bytecode(FileSystemBytecodeCache):
    """Compiled templates in a folder, if it can be written."""

    def load_bytecode(self, bucket: Bucket) -> None:
        name = bucket.key, bucket.checksum
        bucket.code = _CODES.get(name)
        if bucket.code is None:
            super().load_bytecode(bucket)
        if bucket.code is not None:
            _CODES[name] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


class SharedFragment(Extension):
    """``{% shared key, … %}…{% endshared %}``: HTML that depends only on these keys (``link_scope()`` for links)."""

    tags = {"shared"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """A call of ``environment.share`` with the fragment's position in the templates and its keys, and its body."""
        line = next(parser.stream).lineno
        keys: list[nodes.Expr] = [nodes.Const(parser.name), nodes.Const(line)]
        while parser.stream.current.type != "block_end":
            keys.append(parser.parse_expression())
            parser.stream.skip_if("comma")
        body = parser.parse_statements(("name:endshared",), drop_needle=True)
        share = self.call_method("_share", [nodes.Tuple(keys, "load")])
        return nodes.CallBlock(share, [], [], body).set_lineno(line)

    def _share(self, key: tuple[object, ...], caller: Callable[[], str]) -> str:
        environment = self.environment
        assert isinstance(environment, EngineEnvironment)
        return environment.share(key, caller)


class _Code(CodeGenerator):
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        # no function of this project needs Jinja's context, and a macro works without its evaluation context
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(argument.key) for argument in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        if node.with_context or not isinstance(node.template, nodes.Const) or not frame.toplevel:
            super().visit_FromImport(node, frame)
            return
        for imported in node.names:
            name, alias = imported if isinstance(imported, tuple) else (imported, imported)
            reference = frame.symbols.ref(alias)
            self.writeline(f"{reference} = environment.component({node.template.value!r}, {name!r})", node)
            self.writeline(f"context.vars[{alias!r}] = {reference}")


class _Template(Template):
    @classmethod
    def from_code(
        cls, environment: Environment, code: CodeType, globals: MutableMapping[str, Any], uptodate: Any = None
    ) -> Template:
        namespace: dict[str, Any] = {"environment": environment, "__file__": code.co_filename}
        exec(code, namespace)
        namespace["escape"] = escape
        template: Template = cls._from_namespace(environment, namespace, globals)
        template._uptodate = uptodate
        return template


class _PageContext(Context):
    """A context without Jinja's lookup of globals at each import: all templates share one set."""

    def __init__(
        self, environment: Environment, parent: dict[str, Any], name: str | None, blocks: Any, **_: Any
    ) -> None:
        super().__init__(environment, parent, name, blocks)


EngineEnvironment.code_generator_class = _Code
EngineEnvironment.template_class = _Template
EngineEnvironment.context_class = _PageContext
