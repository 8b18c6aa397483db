"""What `--help` says of `recurra bench`."""


def does() -> str:
    return "カーネルの速度を他の実装と比較します。"


def kernels_does() -> str:
    return (
        "各セルの各形状での速度を、torch、Pythonのループ、JAX、onnxruntimeと比較します。\n\n"
        "同じ計算を交互に実行します。計測するものは、"
        "先に適合性検査に合格している必要があります。記録とレポートを書き出します。"
        "中断しても済んだ分は残り、`--resume DIR` で再開できます。"
    )


def cells() -> str:
    return "セルの名前またはFILE.py:NAME（コンマ区切り）。allで全セル。省略時は代表的な10個。"


def shapes() -> str:
    return "各形状のT,B,I,H（空白区切り）。"


def modes() -> str:
    return "train、train-fixed、ragged、inference、stepから選択。省略時はすべて。"


def threads() -> str:
    return "スレッド数（コンマ区切り）。"


def rivals() -> str:
    return "比較する実装の名前（コンマ区切り）、またはnone。省略時はすべて。"


def backend() -> str:
    return "auto、numba、referenceのいずれか。"


def targets() -> str:
    return "目標値のある行だけを、短めに計測します。"


def quick() -> str:
    return "2つの形状だけを短く計測します（目安であり、結果としては使えません）。"


def out() -> str:
    return "記録とレポートの出力フォルダ（新規または空）。"


def resume() -> str:
    return "中断した計測を再開します。"


def markdown() -> str:
    return "代わりにMarkdownの表を表示します。"


def json() -> str:
    return "代わりに記録をJSON Linesで表示します。"


def show_does() -> str:
    return "計測の表を記録から再表示し、レポートを作り直します。"


def folder() -> str:
    return "計測結果のフォルダ。"


def stages_does() -> str:
    return "学習1ステップの各段階（順伝播と逆伝播）の時間を1スレッドで計測します。"


def stages_cell() -> str:
    return "セルの名前、またはFILE.py:NAME。"


def stages_shape() -> str:
    return "T,B,I,Hの形状。"


def stages_rounds() -> str:
    return "呼び出しの回数（最小の時間を採用）。"


def trees_does() -> str:
    return "木のミニバッチ1つの順伝播と逆伝播の計算時間をミリ秒で計測します。"


def trees_data() -> str:
    return "ツリーバンク（ファイルまたはフォルダ）。"


def trees_batch() -> str:
    return "一度に処理する木の数。"


def trees_units() -> str:
    return "ユニット数（単語ベクトルの次元数も同じ）。"


def trees_threads() -> str:
    return "スレッド数。"


def trees_seconds() -> str:
    return "全体にかける時間（秒）。"


def trees_json() -> str:
    return "記録をJSONで表示します。"
