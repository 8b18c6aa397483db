"""Headings and paragraphs of a comparison's page."""

HEADINGS = {
    "skip": "本文へ移動",
    "verdict": "結論",
    "contents": "目次",
    "legend": "凡例",
    "how_to_read": "読み方",
    "architecture": "モデル",
    "architectures": "モデルの比較",
    "rates": "学習率",
    "cost": "スコアとコスト",
    "learning_short": "学習曲線",
    "learning": "学習曲線",
    "forecasts_short": "予測",
    "forecasts": "テストデータでの予測",
    "confusions_short": "クラス",
    "confusions": "テストデータでのクラス分類",
    "nodes": "全ノード",
    "probabilities": "確率",
    "memory": "過去の記憶",
    "data": "データ",
    "settings": "設定",
    "settings_long": "設定と再現の方法",
    "reached": "各モデルの性能とコスト",
    "notes": "モデルごとの補足",
    "beside": "全ネットワークの比較",
    "inferred": "データから推定したこと",
    "cleaned": "データに施した処理",
    "split": "データの分割",
    "nothing": "なし。",
    "class_examples": "クラスごとの件数",
    "class": "クラス",
    "all_rates": "試したすべての学習率",
    "machine": "マシンとバージョン",
    "equations": "数式",
    "wall_time": "経過時間の内訳",
}
PARAGRAPHS = {
    "nodes": (
        "これらのネットワークは、すべてのノードのラベルから学習しました。2列目は、テストデータの木の"
        "ラベル付きノードすべて（単語や短い句を含む）のスコアで、木全体のスコアではありません。"
        "選択には用いていません。"
    ),
    "probabilities": (
        "確信度90%の予測は、その90%が正解のはずです。較正誤差は、テストデータを確信度の"
        "順に同数ずつ15群に分け、確信度と正解率の差を平均したものです。件数が少ないと、確率が正確でも"
        "0にはなりません。2列目がその大きさを示します。それを明らかに上回る誤差があれば、"
        "確率を額面どおりに受け取らないでください。"
    ),
    "diagnose": (
        "他の項目や他のデータでの診断には、この実行のフォルダを指定して recurra diagnose を使って"
        "ください。"
    ),
    "command": "この実行に用いたコマンド:",
    "plan": (
        "同じ種類のプロセッサと同じバージョンであれば、記録された計画から、ビット単位で同じ結果を"
        "再現できます。"
    ),
    "drawn": (
        "この実行の plan.json、trials.jsonl、costs.jsonl、results.json、findings.jsonl から"
        "recurraが作成しました。このページの表示にネットワーク接続やスクリプトは不要です。"
    ),
}


def heading(name: str) -> str:
    return HEADINGS.get(name, name)


def paragraph(name: str) -> str:
    return PARAGRAPHS.get(name, name)


def title(headline: str, data: str) -> str:
    return f"{headline}（{data}） - recurra"


def conditions(conditions: str) -> str:
    """Conditions as a sentence."""
    return f"{conditions}。"


def reading_table(margin: str) -> str:
    return (
        "差が0より大きければ推奨モデルより優れています。信頼区間が0を含む差は、偶然でも説明できます。"
        "p値は多重比較を補正した値です。「性能低下なし」は、相対的な性能低下の信頼区間全体が"
        f"許容幅{margin}を下回ることを表します。選択に用いるのは検証データのスコアで、"
        "テストデータのスコアは報告のためだけのものです。"
    )


def table_conditions(measured: str) -> str:
    return (
        f"時間と大きさの測定条件: {measured}。演算数は加算と乗算の回数で、expやtanhなどは別に"
        "数えています。推論時のメモリはネットワークでは計算値、"
        "ベースラインでは実測値です。学習時のメモリは新しいプロセスでの増加量です。"
    )


def more(number: int) -> str:
    return f"他{number:,}件"


def nodes_conditions(tested: str) -> str:
    return f"{tested}。信頼区間は木を単位とする再標本化による。"


def fits_conditions(tested: str) -> str:
    return f"{tested}。すべての学習の平均。"


def of_best_network(name: str, summary: str) -> str:
    return f"最良のネットワーク{name}についての診断です。{summary}"


def equations_of(name: str, states: tuple[str, ...]) -> str:
    """`states`: each with its number of units."""
    return f"{name}（ユニット数 {'、'.join(states)}）" if states else name


def about_cell(spec: str, formula: str, parameters: str, fingerprint: str) -> str:
    more = f"、セルのパラメータ数 {formula} = {parameters}" if formula else ""
    return f"{spec}{more}{f'、フィンガープリント {fingerprint}' if fingerprint else ''}。"
