"""What `--prepare` does to columns, and what is wrong with how it is written."""

from recurra.words.ja.phrases import either, listed, several

STEPS = {
    "resample": "行の集約",
    "last": "欠損を直前の値で補完",
    "linear": "欠損を線形補間",
    "mask": "欠損を示すチャネル",
    "average": "移動平均",
    "lowpass": "因果的なローパスフィルター",
    "diff": "差分",
    "logreturn": "対数収益率",
    "standard": "平均0、標準偏差1",
    "minmax": "0から1",
    "robust": "中央値と四分位範囲",
    "none": "スケーリングなし",
}


def wrong(position: int, columns: tuple[str, ...], step: str, what: str) -> str:
    of = f"、列{several(columns)}" if columns else ""
    return f"--prepare の{position}文字目{of}{f'、処理「{step}」' if step else ''}: {what}"


def unknown(near: tuple[str, ...], known: tuple[str, ...]) -> str:
    maybe = f"{either(near)}のことですか。" if near else ""
    return f"この名前の処理はありません。{maybe}使える処理: {listed(known)}"


def no_column(near: tuple[str, ...], columns: tuple[str, ...]) -> str:
    maybe = f"{either(near)}のことですか。" if near else ""
    more = f"ほか{len(columns) - 12}列" if len(columns) > 12 else ""
    return f"この名前の列はありません。{maybe}数値の列: {listed(columns[:12])}{more}"


def not_numbers() -> str:
    return "使用する数値の列ではないため、処理できません"


def named_twice() -> str:
    return "2回指定されています"


def second_colon() -> str:
    return 'コロンが2つあります。列ごとの指定はセミコロンで区切ります（例: "a:robust; b:diff"）'


def no_steps() -> str:
    return 'コロンの後に処理がありません（例: "temp:robust,lowpass(0.1); *:standard"）'


def no_name() -> str:
    return "列名が空です"


def no_step() -> str:
    return "処理として読めません。名前と、必要なら括弧内の数値で書きます"


def no_parenthesis(opened: bool) -> str:
    return "括弧が閉じられていません" if opened else "開いていない括弧が閉じられています"


def no_quote() -> str:
    return "引用符が閉じられていません"


def arguments(name: str, arguments: tuple[str, ...], needed: int) -> str:
    if not arguments:
        return f"{name}に括弧内の値は指定できません"
    more = f"（{listed(arguments[needed:])}は省略可）" if needed < len(arguments) else ""
    return f"{name}({', '.join(arguments)})の形で書きます{more}"


def no_number(argument: str, value: str, whole: bool) -> str:
    return (
        f"{argument}が{'整' if whole else ''}数{'' if whole else '値'}ではありません: 「{value}」"
    )


def at_least(argument: str, least: int) -> str:
    return f"{argument}は{least}以上にしてください"


def cutoff(value: float) -> str:
    return f"遮断周波数は1ステップあたり0より大きく0.5未満にしてください（指定値: {value:g}）"


def order_of_filter(value: int, most: int) -> str:
    return f"次数は1から{most}までです（指定値: {value}）"


def no_way(name: str, known: tuple[str, ...]) -> str:
    return f"集約方法は{listed(known)}のいずれかです（指定値: 「{name}」）"


def no_span(span: str, units: tuple[str, ...]) -> str:
    return f"「{span}」は行数でも15minのような時間間隔でもありません（単位: {listed(units)}）"


def two_of_a_kind(first: str) -> str:
    return f"同じ種類の処理{first}がすでにあります。1つの列には1つだけ指定できます"


def two_spans(column: str, span: str, other: str, second: str) -> str:
    return (
        f"--prepare で列「{column}」は{span}、列「{other}」は{second}に集約するよう指定されて"
        "います。行は全列に共通なので、間隔は1つにしてください"
    )


def needs_span(step: str, every: str) -> str:
    return (
        f"--prepare: 行に時刻がある（{step}間隔）ため、resampleには{every}行ではなく1hや2dの"
        "ような時間間隔を指定してください"
    )


def needs_rows(every: str) -> str:
    return f"--prepare: 時刻がないため、resampleには{every}ではなく行数を指定してください"


def no_multiple(every: str, step: str) -> str:
    return f"--prepare: resample({every})は{step}の整数倍ではありません"


def uneven_steps() -> str:
    return "--prepare: 系列のステップが等間隔ではないため、resampleは使えません"


def looks_ahead(column: str, step: str) -> str:
    return (
        f"--prepare: {step}は列「{column}」の欠損より後の値を使いますが、欠損中の予測時点では"
        "未知です。lastまたはmaskを使うか、将来の値が既知の列なら --known で指定してください"
    )


def no_change(step: str, value: float) -> str:
    return f"--prepare の{step}には対数が必要ですが、{value:g}の対数は計算できません"


def resampled(rows: int, left: int, step: str, out: int) -> str:
    rest = f"両端の{out:,}行は1区間に満たないため除きました。" if out else ""
    return f"{rows:,}行を{step}ごとに集約し、{left:,}行にしました（--prepare）。{rest}"


def done(columns: tuple[str, ...], steps: tuple[str, ...]) -> str:
    more = f"ほか{len(columns) - 8}列" if len(columns) > 8 else ""
    each = listed(f"{step}（{STEPS.get(step.partition('(')[0], step)}）" for step in steps)
    return (
        f"前処理（--prepare、訓練データだけから算出）: {several(columns[:8])}{more}に"
        f"{each}を適用しました。"
    )


def target_smoothed(names: tuple[str, ...]) -> str:
    return f"{several(names)}は元の値ではなく、フィルター後の値を予測し、評価します。"


def target_undone(names: tuple[str, ...]) -> str:
    return f"{several(names)}の予測は元の単位に戻し、その単位で評価します。"


def reordered(written: tuple[str, ...], done: tuple[str, ...]) -> str:
    return f"--prepare: {listed(written)}は{listed(done)}の順に適用します。"
