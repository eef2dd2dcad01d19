"""Ways for code to let something out early, each put into a copy of the project just before it hands over its files."""
# ruff: noqa: E501 - each mutant is a line of code as it would be written

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.builds import ROOT

HOOK = "        for output in media:\n            writer.write(output)\n"
SNIPPET = """

def _leak(writer: SiteWriter, competition: Competition) -> None:
    from plugins.site.files.outputs import written

    files = [path for path in sorted(writer.folder.rglob("*")) if path.is_file()]
    outputs = [written(path.relative_to(writer.folder).as_posix(), "built", path.read_bytes()) for path in files]
    before = {output.path: output.data for output in outputs}
    for output in _leaking(outputs, competition):
        if before.get(output.path) != output.data:
            path = writer.folder / output.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(output.data)
            writer._files[output.path] = (output.name, None)


def _leaking(outputs: list[Output], competition: Competition) -> list[Output]:
    import base64, gzip, hashlib, html, io, json, urllib.parse
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo
    from plugins.site.files.outputs import written

    winner = next(each for each in competition.entries if each.slug == competition.awards["gold"][0])
    hidden = next(each for each in competition.entries if each.slug == "night-market")
    article = next(each for each in competition.articles if each.slug == "results")
    title = hidden.title.in_language("zh-Hans").value

    def into(path: str, old: str, new: str) -> list[Output]:
        assert any(each.path == path and old.encode() in each.data for each in outputs), path
        return [
            written(path, "leak", each.data.replace(old.encode(), new.encode(), 1)) if each.path == path else each
            for each in outputs
        ]

    def comment(text: str) -> list[Output]:
        return into("index.html", "</main>", f"<!-- {text} --></main>")

    def picture(**saved: object) -> list[Output]:
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, **saved)
        return [*outputs, written("media/a.png" if saved["format"] == "PNG" else "media/a.jpg", "leak", out.getvalue())]

"""
WINNER_FIRST = """    cards = [each for each in outputs if each.path == "entries/index.html"][0].data.decode()
    before, *items = cards.split('<article class="card')
    ends = [item[item.index("</article>"):] for item in items]
    items = sorted((item[: item.index("</article>")] for item in items), key=lambda item: winner.slug not in item)
    rest = [f'<article class="card{item}{end}' for item, end in zip(items, ends)]
    return into("entries/index.html", cards, "".join([before, *rest]))"""
EXIF = """    exif = Image.Exif()
    exif[0x010E] = title.encode("utf-16-le")
    return picture(format="JPEG", exif=exif)"""
PNG_TEXT = """    info = PngInfo()
    info.add_text("Comment", "x" * 40 + hidden.slug, zip=True)
    return picture(format="PNG", pnginfo=info)"""
# what leaks, and the end of the function above that makes it leak
MUTANTS = {
    "order by rank": WINNER_FIRST,
    "comment with a slug": '    return comment(f"next: {hidden.slug}")',
    "comment with a winner": '    return comment(f"gold {winner.number}")',
    "class by award": """    return into("entries/index.html", f'data-entry="{winner.slug}"', f'data-entry="{winner.slug}" class="g"')""",
    "EXIF in UTF-16": EXIF,
    "text in a PNG": PNG_TEXT,
    "sitemap": '    return into("sitemap.xml", "</urlset>", f"<url><loc>https://x/entries/{hidden.slug}/</loc></url></urlset>")',
    "robots": '    return into("robots.txt", "User-agent", f"Disallow: /entries/{hidden.slug}/\\nUser-agent")',
    "feed": '    return into("feed.xml", "</feed>", f"<entry><title>{article.title.in_language(\'zh-Hans\').value}</title></entry></feed>")',
    "search index": """    path = next(each.path for each in outputs if each.path.startswith("data/search-"))
    return [written(path, "leak", each.data[:-2] + f',"{title}"'.encode() + each.data[-2:]) if each.path == path else each
            for each in outputs]""",
    "open data": """    return into("data/entries.json", '"award": ""', f'"award": "{competition.awards["gold"][0] == competition.shortlist[0]}"')""",
    "file name": '    return [*outputs, written(f"media/{hidden.slug}-720.avif", "leak", b"x")]',
    "count": '    return comment(f"{len(competition.entries)} entries")',
    "base64": '    return comment(base64.b64encode(("title: " + title).encode()).decode())',
    "escapes of URLs": "    return comment(urllib.parse.quote(title))",
    "escapes of JSON": "    return comment(json.dumps(title))",
    "escapes of HTML": '    return comment("".join(f"&#{ord(sign)};" for sign in title))',
    "full width and capitals": '    return comment("".join(chr(ord(sign) + 0xFEE0) for sign in hidden.slug.upper().replace("-", "")))',
    "traditional characters": """    from opencc import OpenCC
    return comment(OpenCC("s2t").convert(title))""",
    "pinyin": """    from pypinyin import lazy_pinyin
    return comment("-".join(lazy_pinyin(title)))""",
    "packed sibling": """    return [*outputs, written("index.html.gz", "leak", gzip.compress(f"<p>{title}</p>".encode(), mtime=0))]""",
    "hash of a file": """    data = (Path("CONTENT") / "entries/night-market/index.md").read_bytes()
    return comment(hashlib.sha256(data).hexdigest()[:16])""",
}


def write_mutant(folder: Path, name: str, content: Path) -> Path:
    """A copy of the project that leaks in this way."""
    for part in ("plugins", "theme"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pelicanconf.py", "publishconf.py", "tasks.py", "environment.py", "pyproject.toml"):
        shutil.copy(ROOT / file, folder / file)
    generator = folder / "plugins/site/generator.py"
    text = generator.read_text(encoding="utf-8")
    assert text.count(HOOK) == 1
    text = text.replace(HOOK, f"{HOOK}        _leak(writer, competition)\n")
    ending = MUTANTS[name].replace("CONTENT", content.as_posix())
    generator.write_text(f"{text}{SNIPPET}{ending}\n", encoding="utf-8")
    return folder


def prove_with(project: Path, content: Path, stage: str) -> subprocess.CompletedProcess[str]:
    """Run the proof of a copy of the project."""
    command = [sys.executable, "-m", "invoke", "--search-root", str(project), "prove", "--lang", "en"]
    command += ["--content", str(content), "--output", str(project / "site"), "--stage", stage]
    env = {**os.environ, "PYTHONPATH": ""}
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=env)
