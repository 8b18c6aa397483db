"""The stages of a comparison, as the progress bar and the table of wall time call them."""

STAGES = {
    "starting": "起動",
    "reading_the_data": "データの読み込み",
    "loading_the_libraries": "ライブラリの読み込み",
    "compiling": "コンパイル",
    "search": "学習率の探索",
    "search_wider_range": "学習率の探索（範囲拡大）",
    "final_trainings": "最終学習",
    "training_on": "最終学習の延長",
    "baselines": "ベースライン",
    "test_part": "テストデータの評価",
    "gradients": "勾配の計測",
    "examining": "診断",
    "costs": "コストの測定",
    "memory_of_training": "学習時メモリの測定",
    "statistics": "統計処理",
    "report": "レポートの作成",
    "compiling_baselines": "コンパイル、ベースライン",
}


def stage(name: str) -> str:
    return STAGES.get(name, name)
