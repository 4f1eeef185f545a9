"""The front door: one command line that mounts the parts that are installed.

Each part brings its own commands. The service's image leaves training out, and then its commands are not there.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import inspect
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from features.disk import EXIT_STATUS, DiskError, fault_of, place_of
from features.errors import FanpinError
from features.texts.printable import printable

# Threads that wait for each other by spinning take the cores from whoever works; this has to be said before LightGBM
# and scikit-learn load their OpenMP.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

PARTS = ("features.cli", "training.cli", "models.cli", "service.cli")

MONTHLY, MODEL, ASK, SERVICE = "每月 Monthly", "模型 Model", "查问 Ask", "服务 Service"

HELP: dict[str, tuple[str, str]] = {
    "intake": (MONTHLY, "导入各部门交付的工作簿"),
    "deliveries": (MONTHLY, "收到了哪些交付，哪些部门逾期"),
    "deliveries withdraw": (MONTHLY, "撤回一次交付：自某日起不再计入，什么都不删"),
    "findings": (MONTHLY, "核查清单：记录中相互矛盾或须核实之处，按乡镇、村列出"),
    "people": (MONTHLY, "身份对应：各部门名册与花名册的匹配"),
    "people report": (MONTHLY, "各名册有多少行已匹配、待核对、未匹配"),
    "people audit": (MONTHLY, "各类人群的匹配率：有没有哪类人更容易漏掉"),
    "people review": (MONTHLY, "导出待核对的人，由人填写结论"),
    "people decide": (MONTHLY, "读回已填写结论的核对清单"),
    "triggers": (MONTHLY, "部门筛查预警清单"),
    "gaps": (MONTHLY, "保障政策漏享错享核查清单"),
    "score": (MONTHLY, "给范围内每一户评分，附理由，列出名单，一并保存"),
    "sheet": (MONTHLY, "给农户本人的一页告知单：用了什么、提示什么、怎样更正和提异议"),
    "notice": (MONTHLY, "由人的评议结果生成村内公示；号码和健康情况一律不收"),
    "watch": (MONTHLY, "监测现用模型是否仍适合本县"),
    "land": (MONTHLY, "把走访、办理结果和业务系统报送的单项事实写入记录库；写不进的说明原因"),
    "serve": (MONTHLY, "启动网页名单和接口，按 Ctrl-C 停止"),
    "audit": (SERVICE, "审计记录：谁在何时做过、看过什么"),
    "audit verify": (SERVICE, "核对审计记录有没有被改动、删去、调换或截短；有则退出码为1"),
    "audit export": (SERVICE, "导出审计记录，收件人不用 fanpin 也能核对"),
    "audit anchor": (SERVICE, "把审计记录的结尾记到数据库以外的文件，每天一次"),
    "audit retain": (SERVICE, "列出超过保留期的审计记录，加 --destroy 按序销毁"),
    "users": (SERVICE, "谁能登录、什么角色、哪个辖区"),
    "users create": (SERVICE, "开设用户，打印一次首次密码，登录后必须修改"),
    "users list": (SERVICE, "列出用户、角色和最近使用"),
    "users grant": (SERVICE, "在一个辖区授予角色"),
    "users revoke": (SERVICE, "撤销角色，其登录随即退出"),
    "users password": (SERVICE, "重发首次密码，其登录全部退出"),
    "users unlock": (SERVICE, "解除因输错过多的锁定"),
    "users close": (SERVICE, "停用用户，其登录随即退出"),
    "users link-oidc": (SERVICE, "关联统一认证中的人，可由该处登录"),
    "users unlink-oidc": (SERVICE, "解除统一认证的关联，其登录随即退出"),
    "users link": (SERVICE, "签发一次性登录链接，15分钟内有效"),
    "clients": (SERVICE, "哪些程序能调用接口，及其密钥"),
    "clients create": (SERVICE, "登记一个程序，打印一次密钥"),
    "clients list": (SERVICE, "列出程序、权限、密钥和最近使用"),
    "clients rotate": (SERVICE, "换发密钥，旧的再用几天"),
    "clients revoke": (SERVICE, "撤销程序或其一把密钥，立即生效"),
    "database": (SERVICE, "系统的数据库：用户、密钥、审计、线索"),
    "database show": (SERVICE, "数据库在哪里、是哪一版结构，不改动"),
    "database upgrade": (SERVICE, "把数据库升级到本版结构"),
    "webhooks": (SERVICE, "推送：有变动时通知其他系统的地址"),
    "webhooks add": (SERVICE, "登记一个推送地址，打印一次核对用的密钥"),
    "webhooks list": (SERVICE, "各推送地址已送达、待送、已放弃多少"),
    "webhooks test": (SERVICE, "试送一次，看对方是否接受"),
    "webhooks redeliver": (SERVICE, "把已放弃的重新推送"),
    "webhooks renew": (SERVICE, "换一把核对用的密钥，旧的再用一周"),
    "webhooks close": (SERVICE, "停用一个推送地址"),
    "vault": (SERVICE, "身份库：姓名加密存放，默认遮掩"),
    "vault fill": (SERVICE, "按名册更新身份库，每次导入之后"),
    "vault rotate": (SERVICE, "换一把密钥，重新加密库中内容；先停服务"),
    "vault retain": (SERVICE, "列出已多年不在名册的户，加 --destroy 移除其姓名"),
    "retrain": (MODEL, "重新训练：监测、训练、回测、写模型卡、登记候选"),
    "train": (MODEL, "训练、校准、按时间外推检验，登记为候选模型"),
    "card": (MODEL, "写出模型卡：用途、效果、对谁有效、局限"),
    "promote": (MODEL, "让一个版本上线：经检查，由具名的人决定"),
    "rollback": (MODEL, "退回上一个现用模型"),
    "promotions": (MODEL, "谁在何时因何上线过哪个版本，并核对审计记录"),
    "shadow": (MODEL, "若换成候选模型，名单会有什么变化"),
    "recalibrate": (MODEL, "按最新结果重新校准可能性，名次和理由不变"),
    "fairness": (MODEL, "分人群审计名单是否公平"),
    "simulate": (MODEL, "生成一个虚构县的交付数据"),
    "demo": (MODEL, "演示：从虚构县的交付到先看的十户"),
    "explain": (ASK, "用话说明一户为什么得这个分，或某项事实来自哪些行"),
    "ask": (ASK, "名单线附近先问哪些户、问什么：答案可能改变名单的在前"),
    "list": (ASK, "走访名单：某户为什么在或不在，名单为什么变，哪些部门预警不必另跑"),
    "list alerts": (MONTHLY, "新增部门预警中哪些名单已经覆盖、可少跑几次，其余怎么办"),
    "list diff": (ASK, "两次名单相比：谁新列入、谁退出、为什么"),
    "runs": (ASK, "保存下来的各次评分和名单"),
    "replay": (ASK, "重新计算一次保存的评分、其中一户或存成文件的一户结果，逐位核对，或说明缺了什么"),
    "list why": (ASK, "一户为什么在名单上或不在：名次、差多少、间隔到哪天、为什么不评估"),
    "what-if": (ASK, "一户若办某项措施，模型的得分会怎样变：是敏感程度，不是承诺效果"),
    "stress": (ASK, "压力测试：若工资下降、受灾、医疗费上涨，哪些村会有更多户越过名单分数线"),
    "context": (ASK, "村和安置点的统计：疾病、失业、事件集中在哪里"),
    "policy": (ASK, "某地某日有效的政策数值及依据"),
    "features": (ASK, "特征目录：对一户知道哪些事实"),
    "features show": (ASK, "一项特征的全部说明和示例"),
    "features coverage": (ASK, "工作文件的各项要求由什么来满足"),
    "checks": (ASK, "跨表核查规则"),
    "checks show": (ASK, "一条核查规则的全部说明"),
    "headers": (ASK, "能识别的表头"),
    "headers check": (ASK, "一个文件会被认作什么，哪些表头认识；不导入"),
    "records": (ASK, "记录表"),
    "records import": (ASK, "导入 Parquet 或 CSV 形式的记录表；有一处不合格就什么都不导入"),
    "records describe": (ASK, "记录表的各列和规则"),
    "records check": (ASK, "逐行核对已入库的记录"),
    "verify-no-leak": (ASK, "证明日后才知晓的情况不影响当日的结果"),
}
"""Of each command the group in which `fanpin --help` shows it, and its help in Chinese; the English is its docstring."""


def refuse_twice(ctx: Any, options: Sequence[Any], arguments: Sequence[str]) -> None:
    """Raises BadParameter for an option with one value that stands in the arguments more than once.

    Of two days or two regions the last would count, and nobody would know.
    """
    before_dashes = arguments[: list(arguments).index("--")] if "--" in arguments else arguments
    for option in options:
        if not isinstance(option, TyperOption) or option.multiple or option.count or option.is_flag:
            continue
        named = [word for word in before_dashes if word.partition("=")[0] in option.opts]
        if len(named) > 1:
            raise typer.BadParameter(
                "写了不止一次，只写一次 | given more than once; give it once", ctx=ctx, param=option
            )


class OncePerOption(TyperCommand):
    """A command of which every option is given once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        refuse_twice(ctx, self.params, args)
        return super().parse_args(ctx, args)


class GroupOncePerOption(TyperGroup):
    """The same for the options before a group's commands; what stands behind a command is its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        own = next((place for place, word in enumerate(args) if word in self.commands), len(args))
        refuse_twice(ctx, self.params, args[:own])
        return super().parse_args(ctx, args)


class InOrderOfHelp(GroupOncePerOption):
    """Lists the commands as HELP does: the month's work first."""

    def list_commands(self, ctx: Any) -> list[str]:
        order = list(HELP)
        return sorted(super().list_commands(ctx), key=order.index)


app = typer.Typer(
    name="fanpin",
    cls=InOrderOfHelp,
    help="返贫致贫风险预警 | Early warning of falling (back) into poverty. A score is a lead, never a status.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _mount() -> None:
    for part in PARTS:
        package = part.partition(".")[0]
        if importlib.util.find_spec(package) is not None:
            app.add_typer(importlib.import_module(part).app)
    _explain(app, ())


def _explain(group: typer.Typer, names: tuple[str, ...]) -> None:
    """Give every command its place in the help, its Chinese words before the English ones, and each option once."""
    for command in group.registered_commands:
        docstring = command.callback.__doc__ if command.callback else None
        name = command.name or command.callback.__name__ if command.callback else ""
        panel, zh = HELP[" ".join((*names, str(name)))]
        command.rich_help_panel = panel if not names else None
        command.help = f"{zh} | {_english(docstring or '')}"
        command.cls = OncePerOption
    for mounted in group.registered_groups:
        if mounted.typer_instance is None:
            continue
        if not isinstance(mounted.name, str):
            _explain(mounted.typer_instance, names)
            continue
        panel, zh = HELP[" ".join((*names, mounted.name))]
        mounted.rich_help_panel = panel
        mounted.help = f"{zh} | {_english(str(mounted.typer_instance.info.help))}"
        mounted.cls = GroupOncePerOption
        _explain(mounted.typer_instance, (*names, mounted.name))


def _english(help_text: str) -> str:
    """A docstring without the Chinese that stands before it."""
    return inspect.cleandoc(help_text).rpartition(" | ")[2]


@app.command()
def demo(
    out: Annotated[
        Path | None,
        typer.Option(help="文件夹，默认 var/demo，沙箱 var/sandbox Folder: var/demo, a sandbox's var/sandbox."),
    ] = None,
    households: Annotated[
        int | None, typer.Option(min=5_000, help="户数，默认20000，沙箱2000 Households: 20,000, a sandbox 2,000.")
    ] = None,
    months: Annotated[
        int | None, typer.Option(min=44, help="历史月数，默认48，再少就无法训练 Months of history: 48; fewer don't do.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子，相同则县相同 Same seed, same county.")] = 1,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="最后启动名单网页 Serve the list page at the end.")
    ] = True,
    port: Annotated[int, typer.Option("--port", help="网页端口 Port of the list page.")] = 8000,
    sandbox: Annotated[
        bool,
        typer.Option(
            "--sandbox",
            help="给业务系统开发者：小县，已有则直接启动 For developers of other systems: a small county, served as it was left where it is there.",
        ),
    ] = False,
) -> None:
    """From a made-up county's deliveries to the ten households to visit first, then the list page."""
    from training.demo import run_demo, run_sandbox

    folder = out or Path("var/sandbox" if sandbox else "var/demo")
    make, size = (run_sandbox, (2_000, 44)) if sandbox else (run_demo, (20_000, 48))
    make(folder, households or size[0], months or size[1], seed, dt.datetime.now(dt.UTC))
    if sandbox or serve:
        from service.cli.demonstration import open_to_look_at
        from service.cli.serving import serve_pages

        user = open_to_look_at(folder)
        if serve:
            serve_pages(port=port, login_as=user)


def keep_to_the_owner() -> None:
    """From here on, what this process writes can be read by its own user alone: records, models, keys, workbooks."""
    os.umask(os.umask(0o077) | 0o077)


def main() -> None:
    """Run the command line; an error meant for people is a message, not a traceback."""
    keep_to_the_owner()
    _mount()
    try:
        app()
    except FanpinError as error:
        # What an error quotes may be anybody's name for a file: no line of it drives the terminal.
        _tell(error)
        if (fault := fault_of(error)) is not None and error.exit_status != EXIT_STATUS:
            _tell(DiskError(place_of(error, _places_written()), fault))
        sys.exit(EXIT_STATUS if fault else error.exit_status)
    except Exception as error:
        if (fault := fault_of(error)) is None:
            raise
        _tell(DiskError(place_of(error, _places_written()), fault))
        sys.exit(EXIT_STATUS)


def _tell(error: BaseException) -> None:
    sys.stderr.write("\n".join(printable(line) for line in str(error).splitlines()) + "\n")


def _places_written() -> list[Path]:
    """Where commands keep what they make."""
    from features.cli.options import data_folder

    database = os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///var/mlflow.db").removeprefix("sqlite:///")
    named = (os.environ.get(name) for name in ("FANPIN_MODEL_COPY", "FANPIN_AUDIT", "FANPIN_KEYS"))
    return [
        data_folder(),
        Path(database),
        *(Path(name) for name in named if name),
        Path.cwd(),
        Path(tempfile.gettempdir()),
    ]


if __name__ == "__main__":
    main()
