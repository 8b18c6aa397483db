"""The vanishing gradient in recursive networks (Le and Zuidema 2016)."""

from typing import Literal

from recurra.words.numbers import UNSAID_LEVEL, per_cent

NETWORKS = {
    "rnn": "木構造RNN",
    "rlstm": "木構造LSTM",
    "rlstm-16": "木構造LSTM（16ユニット）",
}
OPTIMIZERS = {
    "adam": "論文の最適化手法はAdaGradと記憶していますが（確からしさ0.8）、ここではAdamを使います",
    "adagrad": "最適化手法のAdaGrad（確からしさ0.8）と学習率0.01〜0.05（確からしさ0.4）は記憶による"
    "ものです。著者のコードでは各行列と各単語ベクトルの最初の更新が単純な勾配降下ですが、ここでは"
    "発表どおりのAdaGradを使います",
}


def title() -> str:
    return "木構造の再帰型ネットワークにおける勾配消失"


def cite() -> str:
    return "Le and Zuidema 2016、arXiv 1603.00423"


def network(name: Literal["rnn", "rlstm", "rlstm-16"]) -> str:
    return NETWORKS[name]


def about_networks() -> str:
    return (
        "木構造RNN（recursive network）は文を木に沿って読みます。隣り合う2つの単語や句から、"
        "それらを合わせた句のベクトルを計算し、これを根まで繰り返して、根で答えを出します。"
        "木構造LSTMは、同じことをゲートとセル状態を使って行います。"
    )


def about_task() -> str:
    return (
        "この課題では、ランダムな木の中の1語がキーワードで、それが10クラスのどれに属するかを根で"
        "答えます。誤差は根でしか分からないため、勾配は木をたどってキーワードまで届かなければなり"
        "ません。論文は、木の大きさとキーワードの深さがどこまで許されるか、そして届いた勾配を根での"
        "勾配で割った値（勾配比）から学習の成否が分かるかを調べています。"
    )


def networks(narrow: str, leaves: str, numbers: int) -> str:
    return (
        "ネットワークは、50ユニットの木構造RNN（rnn）と木構造LSTM（rlstm）、および16ユニットの"
        f"木構造LSTM（{narrow}）です。{narrow} のパラメータ数は9,792で、木構造RNNの10,050とほぼ同じ"
        f"です。full以外の規模では、{narrow} を葉が{_range(leaves)}枚のデータだけで学習します"
        f"（quickでは最初のデータだけ）。10,001個のトークンに{numbers}次元のベクトルを割り当て、"
        "これも学習します。忘却ゲートのバイアスの初期値は0です。"
    )


def experiments(lengths: tuple[str, ...], depths: tuple[str, ...], leaves: str) -> str:
    return (
        f"実験1では葉が{_ranges(lengths)}枚の木を使います。実験2では葉が{_range(leaves)}枚の木で、"
        f"キーワードを根から{_ranges(depths)}辺の深さに置きます。実験3では、葉が{_range(leaves)}枚"
        "のデータの学習中に、評価のたびに勾配比を測ります。"
    )


def trees(examples: int) -> str:
    return (
        f"木はデータごとに{examples:,}本で、その12分の10を訓練に使います。分割点は一様に選びます。"
    )


def skill(level: float = UNSAID_LEVEL) -> str:
    return (
        "スキルは（正解率 − 10%）/ 90% で、偶然と同じなら0、完全なら1です。区間は、シードとテスト"
        f"データの木にわたる{per_cent(f'{100 * level:g}')}信頼区間です。"
    )


def gradient_ratio() -> str:
    return (
        "勾配比は、キーワードのベクトルにおける損失の勾配のノルムを、根の出力でのノルムで割った値"
        "です（論文の定義どおり）。"
    )


def guessed_text() -> str:
    return (
        "論文の本文は参照できませんでした。課題、手順、結果は記憶によるものです（確からしさ"
        "0.6〜0.85）。"
    )


def guessed_trees() -> str:
    return (
        "木の生成方法は分かっていません。ここでは分割点を一様に選びます。すべての二分木から一様に"
        "選ぶと、木はより深くなります（葉が25枚のとき、葉までの辺の数は5.6に対して7.7）。"
    )


def guessed_training(optimizer: Literal["adam", "adagrad", "sgd", "rmsprop"]) -> str:
    other = (
        "論文の最適化手法はAdaGradと記憶していますが（確からしさ0.8）、ここでは別の手法を使います"
    )
    return (
        f"{OPTIMIZERS.get(optimizer, other)}。ミニバッチは20件（確からしさ0.4）、ユニット数は50"
        "（確からしさ0.6）です。"
    )


def guessed_weights(scale: float) -> str:
    return (
        f"トークンのベクトルの初期値は、Socher et al. 2013と同じく± {scale:g}の一様分布です（論文も"
        "これに従うというのは記憶によるもので、確からしさは0.8）。結果はこの値に大きく左右されます。"
        "分散1の正規分布では、ネットワークが訓練データの木をほかの単語で覚えてしまいます。それ以外の"
        "重みの初期値はこのライブラリの標準（± 1/√ユニット数の一様分布）で、忘却"
        "ゲートのバイアスは著者のコードと同じく0です。"
    )


def guessed_one_word() -> str:
    return "最初のデータから1語の文を除いています（1〜10語ではなく2〜10語）。"


def guessed_depths() -> str:
    return (
        "実験2では、深さが合うまで木とキーワードを生成し直します。論文では、あらかじめ用意した集合"
        "から選んでいます。"
    )


def guessed_bounds() -> str:
    return (
        "「偶然に近い」はスキル0.2以下（正解率28%以下）、「偶然より上」は0.05以上、「90%を超える」は"
        "0.89以上と解釈しました。"
    )


def guessed_means() -> str:
    return (
        "論文では、木構造RNNは5回の実行のうち最良のもの、木構造LSTMは箱ひげ図で示されています。"
        "ここでは、どちらもシードの平均です。論文では収束するまで学習しますが、ここでは更新回数を"
        "固定しています。"
    )


def recalled() -> str:
    return "論文の図、記憶による（確からしさ0.75）"


def rnn_short() -> str:
    return "木構造RNNは10語以下の木を学習します"


def rnn_long() -> str:
    return "木構造RNNは11語以上では偶然に近い結果になります"


def rlstm_right() -> str:
    return "木構造LSTMは30語まで90%を超える正解率を保ちます"


def rlstm_far(words: str) -> str:
    return f"木構造LSTMは{_range(words)}語でもまだ偶然より上です"


def rlstm_better() -> str:
    return "同じユニット数では、木構造LSTMが木構造RNNに勝ります"


def abstract_better() -> str:
    return "要旨（確認済み）: これらの問題でRLSTMはRNNを大きく上回る"


def equal_parameters() -> str:
    return "パラメータ数を木構造RNN以下に抑えても、木構造LSTMが勝ります"


def our_question() -> str:
    return "独自の問い: 論文は同じユニット数で比べており、パラメータ数は5.2倍"


def rnn_shallow() -> str:
    return "キーワードが根から3辺以内なら、木構造RNNはほぼ完全に正解します"


def rnn_deep() -> str:
    return "キーワードが根から8辺以上離れると、木構造RNNは偶然に近い結果になります"


def rlstm_depth() -> str:
    return "木構造LSTMは深さ8まで90%を超える正解率を保ちます"


def rlstm_deeper() -> str:
    return "それより深くても、木構造LSTMは偶然より上です"


def ratio_vanishes() -> str:
    return "深いキーワードでは、木構造RNNの勾配比は1を大きく下回ります"


def ratio_falls() -> str:
    return "キーワードが深いほど、勾配比は小さくなります"


def ratio_stays() -> str:
    return "木構造LSTMの勾配比は、深くなっても消失しません"


def ratio_peaks() -> str:
    return "木構造LSTMの勾配比は、学習中に急に上がった後、下がって落ち着きます"


def ratio_tells() -> str:
    return "勾配比から、学習がうまくいくかどうかが分かります"


def abstract_ratio() -> str:
    return "要旨（確認済み）: 誤差逆伝播の成否をよく示す"


def log_ratio() -> str:
    return "勾配比の常用対数"


def log_peak() -> str:
    return "最大の勾配比と最後の勾配比との比の常用対数"


def at_length(words: str) -> str:
    return f"長さ{_range(words)}語"


def at_depth(edges: str) -> str:
    return f"キーワードの深さ{_range(edges)}"


def rlstm_minus_rnn(words: str) -> str:
    return f"rlstmからrnnを引いた差、長さ{_range(words)}語"


def narrow_minus_rnn(words: str) -> str:
    return f"16ユニットのrlstmから50ユニットのrnnを引いた差、長さ{_range(words)}語"


def median_when_deep(words: str) -> str:
    return f"学習後の深さ8〜10での中央値、長さ{_range(words)}語"


def when_deep(words: str) -> str:
    return f"深さ8〜10、長さ{_range(words)}語"


def depth_and_ratio(words: str) -> str:
    return f"深さと木構造RNNの勾配比との相関、長さ{_range(words)}語"


def ratio_and_skill() -> str:
    return (
        "学習後の勾配比とスキルとの相関（勾配比が0より大きい実験2の最終学習）。「よく示す」を0.5以上"
        "と解釈"
    )


def plot_length() -> str:
    return "実験1: 文の長さとスキル"


def plot_depth() -> str:
    return "実験2: キーワードの深さとスキル"


def plot_ratio() -> str:
    return "実験3: 学習後の勾配比と深さ"


def plot_updates() -> str:
    return "実験3: 学習中の勾配比"


def axis_words() -> str:
    return "単語数"


def axis_edges() -> str:
    return "根からキーワードまでの辺の数"


def axis_updates() -> str:
    return "更新回数"


def axis_gradient() -> str:
    return "キーワードでの勾配（根での値に対する比）"


def line_at_depth(network: str, edges: str) -> str:
    return f"{network}、深さ{_range(edges)}"


def reading_skill() -> str:
    return "1なら、キーワードのクラスがつねに根まで届いています。0なら、まったく届いていません。"


def reading_ratio() -> str:
    return "1を大きく下回る深さのキーワードは、根での誤差からほとんど学習できません。"


def reading_updates() -> str:
    return "線が上がるのは、誤差逆伝播が単語まで届くようになったことを示します。"


def bars_of_trees(bars: str, words: str) -> str:
    return f"{bars}。木は{_range(words)}語"


def median_of_trees(words: str) -> str:
    return f"{_range(words)}語の木。木とシードにわたる中央値"


def median_of_depths(words: str) -> str:
    return f"{_range(words)}語の木、キーワードの深さ2〜4と8〜10。木とシードにわたる中央値"


def _range(text: str) -> str:
    return text.replace("-", "〜")


def _ranges(texts: tuple[str, ...]) -> str:
    return "、".join(map(_range, texts))
