"""What data are read, and how."""

from recurra.words.gathered import gathered


def heading() -> str:
    return "データの読み込み"


def of_images() -> str:
    return "画像の場合"


def of_tables() -> str:
    return "表データの場合"


def of_examples() -> str:
    return "表データ: クラスと値"


EACHES = {
    "auto": "ラベルの付き方から判断",
    "group": "グループの全行",
    "step": "各行とその過去",
    "window": "記録から切り出した窓",
}
LABELS_BY = {
    "auto": "窓は最も多いもの、グループは唯一のもの",
    "majority": "最も多いもの",
    "any": "含まれるうち最もまれなもの",
    "last": "最後の行のもの",
}


def of_probes() -> str:
    return "プローブ課題（probe:NAME）の場合"


def of_trees() -> str:
    return "木構造データの場合"


def task(names: tuple[str, ...]) -> str:
    about = gathered("recurra.words.ja.tasks", "ABOUT")
    every = (f"{n}（{about[n]}）" if n in about else n for n in names if n != "nodes")
    return f"{'、'.join(every)}のいずれか。木のデータではnodesで全ノードのラベルを教師にします。"


def order() -> str:
    return (
        "画像を系列として読む順序: row（行）、column（列）、pixel（画素）、"
        "permuted（画素を並べ替え）。"
    )


def order_called() -> str:
    return "画素の読み取り順"


def limit() -> str:
    return "使用する訓練データの最大件数。"


def limit_called() -> str:
    return "訓練データの最大件数"


def target() -> str:
    return '予測対象の列（コンマ区切り。コンマを含む列名は " で囲みます）。'


def time() -> str:
    return "時刻の列。複数の列から組み立てることもできます。"


def time_called() -> str:
    return "時刻の列"


def horizon() -> str:
    return "予測するステップ数（予測期間）。"


def lookback() -> str:
    return "予測の際に参照する過去のステップ数（参照期間）。"


def lookback_usual() -> str:
    return "季節性から決定"


def known() -> str:
    return "将来の値が既知の列。"


def known_called() -> str:
    return "将来の値が既知の列"


def group() -> str:
    return "系列を区別する列。"


def group_called() -> str:
    return "系列を区別する列"


def transform() -> str:
    return (
        "予測し評価する変換: none（なし）、diff（差分）、logreturn（対数収益率）。"
        "--prepare のdiffは元の値で評価します。"
    )


def transform_called() -> str:
    return "予測対象の変換"


def encoding() -> str:
    return "CSVファイルの文字コード（既定は文字の並びから判断）。"


def encoding_called() -> str:
    return "文字コード"


def length() -> str:
    return "系列長（ステップ数）。21-30のような範囲でも指定できます。"


def length_called() -> str:
    return "系列長"


def depth() -> str:
    return "キーワードの位置（末尾または根からの距離）。"


def depth_called() -> str:
    return "キーワードの深さ"


def trees() -> str:
    return "ランダムな二分木の分布（splitまたはcatalan）。"


def trees_called() -> str:
    return "木の分布"


def examples() -> str:
    return "生成する件数（訓練・検証・テストの合計）。"


def examples_called() -> str:
    return "生成した件数"


def merge() -> str:
    return 'ラベルをまとめたクラス（例: "negative=0,1 positive=3,4"）。'


def merge_called() -> str:
    return "ラベルをまとめたクラス"


def missing() -> str:
    return (
        "欠損値を示すチャネル: auto、none（なし）、mask（観測の有無）、"
        "gap（直近の観測からの時間）、mask+gap。列ごとの --prepare が優先されます。"
    )


def missing_called() -> str:
    return "欠損値を示すチャネル"


def label() -> str:
    return "クラスの列（数値の列は --target で指定し、--task にregressionを指定）。"


def label_called() -> str:
    return "クラスの列"


def each() -> str:
    return "1件とみなす単位"


def each_called() -> str:
    return "1件とみなす単位"


def each_choice(name: str) -> str:
    return EACHES.get(name, name)


def window() -> str:
    return "窓の行数。stepとgroupでは最大の行数。"


def window_called() -> str:
    return "窓の行数"


def stride() -> str:
    return "窓をずらす行数。"


def stride_called() -> str:
    return "窓をずらす行数"


def stride_usual() -> str:
    return "窓の半分、stepでは1"


def label_by() -> str:
    return "複数のラベルがあるとき採用するもの"


def label_by_called() -> str:
    return "採用するラベル"


def label_by_choice(name: str) -> str:
    return LABELS_BY.get(name, name)


def split_by() -> str:
    return (
        "人など、1つの区分だけに入れる単位の列（既定は --group）。記録では名前のパターン"
        "（'*_{person}_*'）でも指定できます。"
    )


def split_by_called() -> str:
    return "1つの区分だけに入れる単位"


def prepare(names: tuple[str, ...]) -> str:
    return (
        '列ごとの前処理（例: "temp:robust,lowpass(0.1); *:standard"）。訓練データから算出し、'
        f"予測では元に戻します。使える処理: {'、'.join(names)}（docs/prepare.md）。"
    )


def prepare_called() -> str:
    return "前処理"


def of_recordings() -> str:
    return "記録（1件1ファイルのフォルダ）の場合"


def labels() -> str:
    return "記録のファイル名とラベルの表。"


def labels_called() -> str:
    return "ラベルの表"


def label_pattern() -> str:
    return (
        "ファイル名の中のラベルの位置: '{label}_*.wav'、'*/{label}/*'、またはグループを含む"
        "正規表現。"
    )


def label_pattern_called() -> str:
    return "ファイル名の中のラベル"


def audio() -> str:
    return "音声の読み方"


def audio_called() -> str:
    return "音声の読み方"


def audio_log_mel() -> str:
    return "対数メルのフレーム"


def audio_raw() -> str:
    return "波形の標本"


def rate() -> str:
    return "1秒あたりの標本数。異なる音声は変換します。"


def rate_called() -> str:
    return "1秒あたりの標本数"


def rate_usual() -> str:
    return "記録の中で最も低い値"


def mel_bands() -> str:
    return "フレームのメル帯域の数。"


def mel_bands_called() -> str:
    return "メル帯域の数"


def frame_length() -> str:
    return "フレームの長さ（ミリ秒）。"


def frame_length_called() -> str:
    return "フレームの長さ（ミリ秒）"


def frame_step() -> str:
    return "フレームの間隔（ミリ秒）。"


def frame_step_called() -> str:
    return "フレームの間隔（ミリ秒）"


def audio_channels() -> str:
    return "音声のチャネル"


def audio_channels_called() -> str:
    return "音声のチャネル"


def audio_channels_mix() -> str:
    return "平均"


def audio_channels_keep() -> str:
    return "そのまま"
