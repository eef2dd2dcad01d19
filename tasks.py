"""The commands of this project. ``python3 tasks.py TASK`` needs nothing but Python: it makes its own environment."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from environment import run_task

    sys.exit(run_task(sys.argv[1:]))

from pathlib import Path

from plugins.cli.main import Group, Option, Task
from plugins.system.messages import LANGS

# options of many tasks
CONTENT = Option("content", ("内容所在的文件夹", "folder of the content"), default=Path("content"))
STAGE = Option(
    "stage", ("要生成的阶段；不写则是当前阶段", "the stage to build; the current one if not given"), default=None
)
LANG = Option(
    "lang",
    (
        "消息的语言：zh-Hans 或 en；不写就随内容",
        "language of the messages: zh-Hans or en; that of the content if not given",
    ),
    default=None,
    choices=LANGS,
)
ROUND = Option(
    "round",
    ("哪一轮（有 rounds 时）；不写就是当前阶段的一轮", "the round, where there are several; that of the current stage"),
    parameter="round_id",
    default=None,
)
OUTPUT = Option("output", ("网站写到哪个文件夹", "folder to write the site to"), default=Path("output"))
SITE_URL = Option("site-url", ("网站的公开地址", "public address of the site"), default=None)
PDFS = Option("output", ("PDF 写到哪个文件夹", "folder to write the PDFs to"), default=Path("certificates"))
TARGET = Option("target", ("publish.yaml 里一个发布目标的名字", "name of a target in publish.yaml"), required=True)
CONFIG = Option("config", ("写发布目标的文件", "the file with the targets"), default=Path("publish.yaml"))
ARCHIVES = Option(
    "archives",
    ("存档的文件夹；不写则是内容里的 archives", "folder of the archived stages; archives in the content if not given"),
    default=None,
)

EDITORS_TASKS = (
    Task(
        "serve",
        Group.EDITORS,
        "plugins.cli.serve:serve",
        ("在浏览器里看网站，边改边看", "Show the site in the browser; pages reload when you save"),
        details=(
            "打印一个网址，用浏览器打开；保存文件后页面自己刷新，写错的地方会告诉您。按 Ctrl+C 结束。",
            "Prints an address to open. Mistakes are shown on the page and here. Ctrl+C ends it.",
        ),
        options=(
            STAGE,
            Option("port", ("本机的端口", "port on this machine"), default=8000),
            Option("poll", ("同时启动试用的投票服务", "also run a test poll that all ballots lead to"), default=False),
            CONTENT,
            LANG,
        ),
        example="--stage awards",
    ),
    Task(
        "check",
        Group.EDITORS,
        "plugins.cli.build:check",
        ("检查内容，列出所有错误", "Check the content and list everything that is wrong"),
        details=(
            "流水线里用 --format github 或 gitlab，合并请求里会在出错的那一行看到说明；json 给别的程序读。",
            "In a pipeline, github and gitlab show a message at its line of the merge request; json is for programs.",
        ),
        options=(
            STAGE,
            Option(
                "format",
                ("错误列表的格式：text、json、github 或 gitlab", "format of the list: text, json, github or gitlab"),
                default="text",
                parameter="form",
                choices=("text", "json", "github", "gitlab"),
            ),
            CONTENT,
            LANG,
        ),
        example="--stage awards",
    ),
    Task(
        "new",
        Group.EDITORS,
        "plugins.cli.new:new",
        (
            "新建项目、新闻、单位、译文、另一个大赛、新的一届或流水线",
            "Start an entry, an article, a unit, a translation, another competition, a new edition or a pipeline",
        ),
        details=("没有写明的，会一项一项地问。", "Asks for everything that is not given as an option."),
        options=(
            Option(
                "what",
                (
                    "entry、article、unit、translation、competition、edition 或 pipeline",
                    "entry, article, unit, translation, competition, edition or pipeline",
                ),
                required=True,
            ),
            Option("title", ("项目或新闻的名称，单位的全称", "title of an entry or article, full name of a unit")),
            Option("slug", ("项目或新闻的文件夹名，单位的代号", "folder of an entry or article, id of a unit")),
            Option("number", ("项目的编号", "number of an entry")),
            Option("unit", ("申报单位，几个用逗号隔开", "an entry's units, names or ids with commas")),
            Option("track", ("项目的赛道", "an entry's track, name or id")),
            Option("summary", ("一两句话的简介", "summary, a sentence or two")),
            Option("date", ("新闻的日期", "date of an article")),
            Option("public-from", ("新闻从哪个阶段起公开", "stage from which an article is public")),
            Option("kind", ("单位的类型", "kind of a unit")),
            Option("district", ("单位所在的区", "district of a unit")),
            Option("language", ("要译成的语言", "language of a translation")),
            Option("languages", ("新大赛的语言，几个用逗号隔开", "a competition's languages, with commas")),
            Option("timezone", ("新大赛的时区", "a competition's time zone, such as Europe/Berlin")),
            Option("vote", ("新大赛有没有公众投票", "whether a competition has a public vote: yes or no")),
            Option("scores", ("新大赛有没有评委打分", "whether a competition has judges' scores: yes or no")),
            Option("rounds", ("新大赛分几轮", "a competition's rounds")),
            Option("forge", ("流水线所在的平台", "forge of the pipeline: github, gitlab or gitee")),
            Option(
                "content",
                (
                    "内容所在的文件夹；新大赛或新一届要建的文件夹",
                    "folder of the content; for a competition or an edition the folder to make",
                ),
                default=Path("content"),
            ),
            LANG,
        ),
        example="entry",
    ),
    Task(
        "import",
        Group.EDITORS,
        "plugins.cli.imports:import_command",
        ("从申报表（Excel、CSV、Word）导入项目", "Import entries from the units' forms (Excel, CSV, Word)"),
        details=(
            "有错误的写成草稿；错误按单元格列出，并写进一份退给单位的问题清单。",
            "Entries with errors become drafts; errors are listed by cell and written to a sheet for the units.",
        ),
        options=(
            Option("source", ("表格、Word 文件或文件夹", "an .xlsx, .csv or .docx file, or a folder"), required=True),
            Option(
                "mapping",
                (
                    "表格不是通常的样子时，说明各列的文件",
                    "file that maps the columns, where the form is not the usual one",
                ),
                default=None,
                former_name="form",
            ),
            Option(
                "yes",
                ("新单位和编号不必再问，直接写入", "add new units and numbers without asking"),
                default=False,
            ),
            CONTENT,
            LANG,
        ),
        example="forms.xlsx",
    ),
    Task(
        "shortlist",
        Group.EDITORS,
        "plugins.cli.new:shortlist",
        ("把这些编号的项目列入入围名单", "Put the entries of these numbers on the shortlist"),
        options=(
            Option(
                "entries",
                ("项目编号，用逗号隔开；3-8 是一段", "numbers of entries with commas; 3-8 is a range"),
                required=True,
            ),
            Option(
                "replace",
                ("原来的名单作废，只留这些", "these alone, instead of adding them to the list"),
                default=False,
            ),
            ROUND,
            CONTENT,
            LANG,
        ),
        example="1,3,5-8",
    ),
    Task(
        "export",
        Group.EDITORS,
        "plugins.cli.imports:export_command",
        ("把全部项目导出成表格，改后可再导入", "Export all entries to a table that import reads again"),
        options=(
            Option("output", ("要建的文件夹", "folder to make, with the table and the files"), default=Path("export")),
            CONTENT,
            LANG,
        ),
        example="--output entries-2023",
    ),
    Task(
        "review",
        Group.EDITORS,
        "plugins.cli.bundle:review",
        ("把改动做成一页，给不会编程的人看", "Show what changes on one page, for people who do not program"),
        details=(
            "和 git 里的一个版本比较，逐页列出增减的文字和图片；页上的编号供领导签字。",
            "Compares with a revision of git: words and pictures that came and went, and a number to sign off by.",
        ),
        options=(
            Option("since", ("和哪个版本比较", "the revision to compare with"), default="HEAD"),
            Option("stage", ("只看一个阶段", "a single stage; all of them if not given"), default=None),
            Option("output", ("要写的文件", "the file to write"), default=Path("review.html")),
            CONTENT,
            LANG,
        ),
        example="--since origin/main",
    ),
    Task(
        "bundle",
        Group.EDITORS,
        "plugins.cli.bundle:bundle",
        ("把一个阶段打包给没有工具的人审阅", "Pack a stage for a reviewer without tools"),
        details=(
            "生成一个 zip，解压后打开即可；过了截止日期就看不到内容。不要公开。",
            "The zip opens from a folder until its last day. Do not publish it.",
        ),
        options=(
            Option(
                "expires",
                ("能打开的最后一天，如 2030-03-20", "the last day on which it opens, such as 2030-03-20"),
                required=True,
                former_name="until",
            ),
            STAGE,
            Option("for", ("给谁看", "who is to read it"), parameter="reader"),
            Option("output", ("zip 的文件名", "the zip to write; preview-STAGE.zip if not given"), default=None),
            CONTENT,
            LANG,
        ),
        example="--stage awards --expires 2030-03-20 --for Li",
    ),
)

RESULTS_TASKS = (
    Task(
        "judging",
        Group.RESULTS,
        "plugins.cli.judging:judging",
        ("制作评委的评分表和评审材料；看谁还没交", "Make the judges' sheets and packet; say who has returned what"),
        details=(
            "评委写在 results/judging.yaml 里。交回的表放进一个文件夹，用 --collect 查看。",
            "results/judging.yaml names the judges. Put what comes back into one folder and read it with --collect.",
        ),
        options=(
            Option("blind", ("匿名：隐去单位和名称", "withhold units and names"), default=False),
            Option(
                "collect", ("改为查看这个文件夹里交回的评分表", "read the sheets in this folder instead"), default=None
            ),
            Option("output", ("写到哪个新文件夹", "new folder to write to"), default=Path("judging")),
            ROUND,
            CONTENT,
            LANG,
        ),
        example="--blind",
    ),
    Task(
        "tally",
        Group.RESULTS,
        "plugins.cli.tally:tally",
        ("计票计分，提出获奖建议", "Propose the awards from votes and scores"),
        details=(
            "写出任何人都能重算的记录。--verify 重算一份记录，--weights 只看别的权重会怎样，都不改文件。",
            "Writes a record that anyone can recount. --verify and --weights change no file.",
        ),
        options=(
            Option("verify", ("重算这份记录", "recount this record"), default=None),
            Option(
                "weights", ("别的权重，如 30/70", "other weights, such as 30/70"), default=None, former_name="what-if"
            ),
            Option("explain", ("用文字说明规则，不计算", "state the rule in words, count nothing"), default=False),
            Option(
                "inspect",
                ("看平台导出的这张表，写出 votes.yaml", "look at this exported table and write votes.yaml for it"),
                parameter="table",
                default=None,
            ),
            Option(
                "pack",
                ("把公证所需的一切写进这个新文件夹", "write all that a notary needs into this new folder"),
                default=None,
            ),
            Option("key", ("给 --pack 签名的 SSH 私钥文件", "file of the SSH key that signs the --pack"), default=None),
            ROUND,
            CONTENT,
            LANG,
        ),
        example="--weights 30/70",
    ),
    Task(
        "fair-order",
        Group.RESULTS,
        "plugins.cli.poll:print_order",
        ("打印某一天某个展厅的项目次序", "Print the shuffled order of a hall's entries on a date"),
        options=(
            Option("date", ("日期，如 2023-03-01", "such as 2023-03-01"), required=True, former_name="day"),
            Option("track", ("赛道的代号", "id of a track"), required=True, former_name="hall"),
            CONTENT,
            LANG,
        ),
        example="--date 2023-03-01 --track water",
    ),
    Task(
        "test-poll",
        Group.RESULTS,
        "plugins.cli.poll:test_poll",
        ("在本机启动真的投票服务来试用", "Run a real vote service on this machine to try voting"),
        details=("候选项目是入围名单。不能用来正式投票。", "Its choices are the shortlist. Not for a real vote."),
        options=(
            Option("port", ("本机的端口", "port on this machine"), default=8600),
            Option("export", ("改为把已投的票写进这个文件", "write the votes to this file instead"), default=None),
            CONTENT,
            LANG,
        ),
        example="--export votes.csv",
    ),
    Task(
        "check-embeds",
        Group.RESULTS,
        "plugins.cli.embeds:check_embeds",
        ("看各投票平台的网页能不能嵌入", "Ask the live vote services whether their pages may be framed"),
        options=(
            Option("timeout", ("每个网址最多等几秒", "seconds to wait for each address"), default=10.0),
            CONTENT,
            LANG,
        ),
        example="--timeout 5",
    ),
    Task(
        "certificates",
        Group.RESULTS,
        "plugins.cli.printing:print_certificates",
        ("为每个获奖单位制作 PDF 证书", "Make a PDF certificate for each winning unit"),
        details=(
            "第一次用之前，先加 --new-key 生成核对证书所用的密钥。",
            "--new-key makes the key behind the certificates' ids, once.",
        ),
        options=(
            Option("new-key", ("生成密钥，不制作证书", "make the key instead of certificates"), default=False),
            STAGE,
            PDFS,
            CONTENT,
            LANG,
        ),
        example="--stage awards",
    ),
    Task(
        "booklet",
        Group.RESULTS,
        "plugins.cli.printing:print_booklet",
        ("把入围和获奖项目做成一册 PDF", "Make one PDF of all finalists and winners"),
        options=(STAGE, PDFS, CONTENT, LANG),
        example="--stage awards",
    ),
)

PUBLISHERS_TASKS = (
    Task(
        "build",
        Group.PUBLISHERS,
        "plugins.cli.build:build",
        ("把网站生成到 output/", "Build the site into output/"),
        details=("内容有错误时什么都不写。", "Where the content has errors nothing is written."),
        options=(
            STAGE,
            OUTPUT,
            SITE_URL,
            Option(
                "fake-results",
                (
                    "用编造的结果和水印演练以后的阶段",
                    "rehearse a later stage: made-up results, a watermark on every page",
                ),
                default=False,
            ),
            Option("quiet", ("不打印进度", "print no progress"), default=False),
            Option("preview", ("另附样式页", "add the page with all components"), default=False),
            Option("trial-poll", ("投票入口都通到这个网址", "address that all ballots lead to")),
            CONTENT,
            LANG,
        ),
        example="--stage tour --output /path/to/site",
    ),
    Task(
        "diff",
        Group.PUBLISHERS,
        "plugins.cli.stages:diff",
        ("列出两个阶段之间公众看到的变化", "List the pages that appear, change or go between two stages"),
        options=(
            Option("from", ("前一个阶段", "the stage before"), required=True, parameter="old"),
            Option("to", ("后一个阶段", "the stage after"), required=True, parameter="new"),
            CONTENT,
            LANG,
        ),
        example="review notice",
    ),
    Task(
        "check-embargo",
        Group.PUBLISHERS,
        "plugins.cli.stages:check_embargo",
        ("生成一个阶段，核查没有提前公开的内容", "Build a stage and check that it reveals nothing early"),
        details=("报告放在网站旁边。", "The report is written beside the site."),
        options=(
            STAGE,
            OUTPUT,
            SITE_URL,
            Option(
                "history",
                (
                    "不生成，只核查内容所在仓库的 git 历史",
                    "build nothing, and check the git history of the content instead",
                ),
                default=False,
            ),
            CONTENT,
            LANG,
        ),
        example="--stage tour",
    ),
    Task(
        "publish",
        Group.PUBLISHERS,
        "plugins.cli.publish:publish",
        ("生成一个阶段并公开", "Build a stage and make it public"),
        details=(
            "先核查，再上传，最后才公开。--dry-run 只列出会改什么。",
            "Checks, uploads, and reveals last. --dry-run only shows what would change.",
        ),
        options=(
            TARGET,
            STAGE,
            Option("dry-run", ("只列出会改什么", "show the plan and change nothing"), default=False),
            Option(
                "allow-earlier-stage",
                ("允许退回更早的阶段", "go back to an earlier stage"),
                default=False,
                former_name="allow-backward",
            ),
            Option("allow-deletes", ("允许删去很多页面", "remove many pages"), default=False),
            Option("key", ("给 release.json 签名的私钥文件", "file of the key that signs release.json"), default=None),
            ARCHIVES,
            CONFIG,
            CONTENT,
            LANG,
        ),
        example="--target public --dry-run",
    ),
    Task(
        "releases",
        Group.PUBLISHERS,
        "plugins.cli.publish:releases",
        ("列出何时何人公开了什么", "List what was published when, and by whom"),
        options=(TARGET, CONFIG, LANG),
        example="--target public",
    ),
    Task(
        "rollback",
        Group.PUBLISHERS,
        "plugins.cli.publish:rollback",
        ("退回以前公开过的一版，不用重新上传", "Make an earlier release public again, without uploading"),
        options=(
            Option("release", ("版本的编号", "id of a release"), required=True, former_name="to"),
            TARGET,
            CONFIG,
            LANG,
        ),
        example="tour-1a2b3c4d5e6f --target public",
    ),
    Task(
        "verify-live",
        Group.PUBLISHERS,
        "plugins.cli.targets.doctor:verify_live",
        ("从公开地址逐个核对页面", "Fetch every page through the public address and compare it"),
        details=(
            "--release 只需要 release.json 的网址或文件，不需要 publish.yaml 和密钥。",
            "--release needs nothing but the address or file of a release.json: no publish.yaml and no credentials.",
        ),
        options=(
            Option("target", ("publish.yaml 里一个发布目标的名字", "name of a target in publish.yaml"), default=None),
            Option(
                "release",
                (
                    "网站上 release.json 的网址，或发布时写下的文件",
                    "the address of release.json on a site, or the file that publish wrote",
                ),
                default=None,
            ),
            CONFIG,
            LANG,
        ),
        example="--target public",
    ),
    Task(
        "purge",
        Group.PUBLISHERS,
        "plugins.cli.publish:purge",
        ("重新清除 CDN 的缓存", "Purge the CDN of the last publication's changes again"),
        options=(
            TARGET,
            Option("since", ("从第几次公开起", "number of the first publication to purge"), default=0),
            CONFIG,
            LANG,
        ),
        example="--target public --since 7",
    ),
    Task(
        "doctor",
        Group.PUBLISHERS,
        "plugins.cli.targets.doctor:doctor",
        ("检查发布目标满足不满足要求", "Check that a target supports everything publishing needs"),
        details=(
            "也列出不是本程序放上去的公开文件。状态损坏时用 --repair，先看修复的步骤，再决定。",
            "Also lists public files that are not ours. Where the state is damaged, --repair shows a plan first.",
        ),
        options=(
            TARGET,
            Option(
                "repair",
                ("由留存的版本和文件列表重建状态", "make the state anew from releases and listing"),
                default=False,
            ),
            Option("yes", ("不问就照计划修复", "carry the plan out without a question"), default=False),
            CONFIG,
            LANG,
        ),
        example="--target public",
    ),
    Task(
        "headers",
        Group.PUBLISHERS,
        "plugins.cli.publish:headers",
        ("打印服务器或 CDN 要设置的响应头", "Print the headers to set at a server or CDN"),
        options=(
            Option(
                "format",
                (
                    "nginx、caddy、apache、tencent、aliyun 或 cloudfront",
                    "nginx, caddy, apache, tencent, aliyun or cloudfront",
                ),
                default="nginx",
                former_name="form",
            ),
            Option("output", ("生成好的网站", "a built site"), default=Path("output")),
            LANG,
        ),
        example="--format tencent",
    ),
    Task(
        "archive",
        Group.PUBLISHERS,
        "plugins.cli.publish:archive",
        ("把一个阶段永久存档", "Freeze a stage permanently"),
        details=(
            "生成一个解压即可打开的 zip；从下一次公开起，网站上也有它的页面。",
            "Makes a zip that opens from a folder; its pages are public from the next publication on.",
        ),
        options=(
            Option("stage", ("要存档的阶段", "the stage to freeze"), required=True),
            Option(
                "date",
                ("存档的日期；不写则是这个阶段的最后一天", "the day of the archive; the stage's last day if not given"),
                former_name="day",
            ),
            ARCHIVES,
            CONTENT,
            LANG,
        ),
        example="--stage tour --date 2023-03-31",
    ),
)

DEVELOPERS_TASKS = (
    Task(
        "test",
        Group.DEVELOPERS,
        "tools.run_tests:run_tests",
        ("运行测试", "Run the tests"),
        details=(
            "先安装测试所需的工具；装不上的最后列出。",
            "Installs what tests need where allowed, and lists what is missing.",
        ),
        options=(
            Option("only", ("只运行名字相符的", "run only tests whose names match")),
            Option("all", ("也运行很慢的", "also the slow ones"), default=False, parameter="exhaustive"),
        ),
        example="--only captions",
    ),
    Task(
        "lint",
        Group.DEVELOPERS,
        "tools.commands:lint",
        ("检查代码的格式和类型", "Check style and types (ruff, mypy)"),
        example="",
    ),
    Task(
        "dev lock",
        Group.DEVELOPERS,
        "tools.commands:lock",
        ("按 pyproject.toml 更新 requirements/", "Update requirements/ after a change to pyproject.toml"),
        example="",
    ),
    Task(
        "dev schema",
        Group.DEVELOPERS,
        "tools.commands:schema",
        (
            "更新 docs/schema/ 和全部资料项的手册",
            "Update docs/schema/ and the manual of all keys after a change to the records",
        ),
        example="",
    ),
    Task(
        "dev traditional",
        Group.DEVELOPERS,
        "tools.commands:traditional",
        ("起草网站新用语的繁体", "Draft the theme's new phrases in traditional Chinese"),
        example="",
    ),
    Task(
        "dev vulnerabilities",
        Group.DEVELOPERS,
        "tools.commands:vulnerabilities",
        ("查锁定的软件包有没有已知漏洞", "Ask for known vulnerabilities of all pinned packages"),
        options=(
            Option("service", ("漏洞数据库的网址", "address of the database"), default="https://api.osv.dev"),
            LANG,
        ),
        example="",
    ),
    Task(
        "dev sbom",
        Group.DEVELOPERS,
        "tools.commands:sbom",
        ("列出生成网站所用的软件包（CycloneDX）", "Write the inventory of a build's packages (CycloneDX)"),
        options=(Option("output", ("写到哪个文件", "file to write"), default=Path("sbom.cdx.json")),),
        example="--output sbom.json",
    ),
    Task(
        "dev compare-markdown",
        Group.DEVELOPERS,
        "tools.commands:compare_markdown",
        (
            "在一批 .md 文件上比较本站和 markdown-it 显示的文字",
            "Compare the visible text with markdown-it's on a folder of .md files",
        ),
        options=(Option("folder", ("装着 .md 文件的文件夹", "folder of .md files"), required=True), LANG),
        example="texts",
    ),
    Task(
        "dev placeholders",
        Group.DEVELOPERS,
        "tools.commands:placeholders",
        ("给没有图片的项目画一张", "Draw a picture for every entry that has none"),
        options=(CONTENT,),
        example="--content demo",
    ),
    Task(
        "dev screenshot",
        Group.DEVELOPERS,
        "tools.commands:screenshot",
        ("重新拍 README 的四张图", "Take the README's four pictures again"),
        details=("需要 Chromium。", "Needs Chromium."),
        example="",
    ),
    Task(
        "dev page-pictures",
        Group.DEVELOPERS,
        "tools.commands:page_pictures",
        ("把各阶段的各种页面按四种宽度拍成图", "Picture every kind of page in all stages at four widths"),
        details=("需要 Chromium。每个阶段一个文件夹。", "Needs Chromium. Each stage has a folder."),
        options=(
            CONTENT,
            Option("output", ("放图片的文件夹", "folder for the pictures"), default=Path("page-pictures")),
            Option("stage", ("只拍这个阶段", "only this stage"), default=""),
        ),
        example="--stage awards --output /tmp/pictures",
    ),
    Task(
        "dev mutants",
        Group.DEVELOPERS,
        "tools.commands:mutants",
        ("随机改动代码，看测试是否发现", "Change the code in random places and see whether the tests notice"),
        details=(
            "每处改动先用离它最近的测试试，再用整个包的测试试；有没被发现的，退出状态为 1。",
            "Each change is tried on the nearest tests, then on its package's. Status 1 if one is not noticed.",
        ),
        options=(
            Option("count", ("改动多少处", "number of changes"), default=50),
            Option(
                "seed", ("随机数种子；同样的种子，同样的改动", "seed; the same seed makes the same changes"), default=1
            ),
            Option("only", ("只改路径里有这个词的模块", "only modules whose path contains this"), default=""),
            Option("jobs", ("同时试几处；0 是每个处理器一处", "changes tried at once; 0 for one per core"), default=0),
        ),
        example="--count 20 --only results",
    ),
    Task(
        "dev lighthouse",
        Group.DEVELOPERS,
        "tools.commands:lighthouse",
        ("用 Lighthouse 检查各种页面", "Audit each kind of page with Lighthouse"),
        details=("需要 Chromium 和 npm。", "Needs Chromium and npm."),
        example="",
    ),
    Task(
        "dev local-cdn",
        Group.DEVELOPERS,
        "tools.commands:local_cdn",
        ("在本机启动对象存储和 CDN，试用发布", "Run a store and a CDN on this machine, to try publishing"),
        options=(
            Option("folder", ("存放数据的文件夹", "where both keep their data"), default=Path(".cache/cdn")),
            LANG,
        ),
        example="--folder /tmp/cdn",
    ),
)

TASKS = (*EDITORS_TASKS, *RESULTS_TASKS, *PUBLISHERS_TASKS, *DEVELOPERS_TASKS)

# taken with a hint for one version
FORMER_NAMES = {
    "prove": "check-embargo",
    "rehearse": "build --fake-results --output rehearsal",
    "order": "fair-order",
    "poll": "test-poll",
    "cdn": "dev local-cdn",
    "audit": "dev lighthouse",
    "schema": "dev schema",
    "placeholders": "dev placeholders",
    "screenshot": "dev screenshot",
    "sbom": "dev sbom",
    "lock": "dev lock",
}
