"""What is asked of a table."""

from recurra.words.ja.phrases import listed, quoted, several


def only_of_examples(option: str) -> str:
    return (
        f"--{option.replace('_', '-')} はグループ・行・窓ごとのクラスや値を答えるときの"
        "オプションです。--label 列、または --target 列 --task regression を指定してください"
    )


def only_of_forecasts(option: str, names: tuple[str, ...]) -> str:
    own = "（参照する行数は --window で指定します）" if option == "lookback" else ""
    return (
        f"--{option} は予測用ですが、{several(names)}は1件ごとのクラスや値として"
        f"指定されています{own}"
    )


def only_of_classes(by: str) -> str:
    return f"--label-by {by} はクラス用です。数値では最後の値を使います"


def label_is_class(task: str, label: str) -> str:
    return (
        f"--label {label} はクラスの列の指定です。--task {task} では "
        f"--target {label} としてください"
    )


def label_and_target(label: str) -> str:
    return f"--label {label} はクラス、--target は数値の指定です。どちらか一方にしてください"


def no_column(task: str) -> str:
    option = "--label 列" if task == "classification" else "--target 列"
    return (
        f"表データで --task {task} を行うには、答えの列を示す {option} と、"
        "どの機器・人・記録の行かを示す --group 列が必要です"
    )


def one_label(names: tuple[str, ...]) -> str:
    return f"クラスは1件に1つですが、--target に{listed(names)}が指定されています"


def answer_is(name: str, option: str) -> str:
    return f"列{quoted(name)}は答えの列なので --{option} には使えません"


def no_window() -> str:
    return "--each window には窓の行数 --window が必要です"


def stride_of_groups() -> str:
    return "--stride は窓と行のためのものです。グループは1件として扱います"
