"""What stands around what is said of commands and options."""

OF_TYPER = {
    "help": "このヘルプを表示して終了します。",
    "install_completion": "現在のシェルに補完機能をインストールします。",
    "show_completion": "現在のシェル用の補完スクリプトを表示します。",
}


def usage() -> str:
    return "使い方: "


def arguments() -> str:
    return "引数"


def options() -> str:
    return "オプション"


def commands() -> str:
    return "コマンド"


def examples() -> str:
    return "使用例"


def of_typer(name: str) -> str:
    return OF_TYPER.get(name, name)


def with_facts(what: str, default: str | None, required: bool, range: str | None) -> str:
    facts = [f"既定値: {default}"] if default is not None else []
    facts += [f"範囲: {range}"] if range is not None else []
    facts += ["必須"] if required else []
    return f"{what} [{'、'.join(facts)}]" if facts else what
