"""The benchmark of kernels: what it does now, how it measured, what stops it."""


def stage(cell: str, mode: str, shape: str, threads: int) -> str:
    return f"{cell} {mode} {shape}、{threads}スレッド"


def other_machine(folder: str) -> str:
    return (
        f"{folder} は別のマシンまたは別のバージョンで計測されています。新しいフォルダで計測し直して"
        "ください"
    )


def no_benchmark(folder: str, why: str) -> str:
    return f"{folder} にベンチマークがありません（{why}）。フォルダを確認してください"


def damaged(folder: str, why: str) -> str:
    return f"{folder} の記録が壊れています（{why}）。新しいフォルダで計測し直してください"


def not_empty(folder: str) -> str:
    return f"{folder} は空ではありません。--out に新しいフォルダを指定してください"


def cannot_use(folder: str, why: str) -> str:
    return f"{folder} を使えません（{why}）。--out に別のフォルダを指定してください"


def rounds(most: int, least: int, turn: float) -> str:
    shorter = f"（時間のかかる行では{least}〜{most}ラウンド）" if least < most else ""
    return (
        f"{most}ラウンドの中央値です{shorter}。各ラウンドではrecurraと比較相手が順番に、約{turn:g}秒"
        "になるまで呼び出しを繰り返します（少なくとも1回）。短い呼び出しの前には、計測しない呼び出しを1回行います。比は"
        "ラウンドごとに求め、その中央値と四分位数を示します。"
    )


def processes() -> str:
    return (
        "計測する相手ごとに別のプロセスを使い、スレッド数をそろえています（OMP_NUM_THREADS、"
        "MKL_NUM_THREADS、OPENBLAS_NUM_THREADS、NUMBA_NUM_THREADS、XLAのNPROC、"
        "torch.set_num_threads、onnxruntimeのintra_op_num_threads）。プロセッサ時間と実時間の比も"
        "記録します。"
    )


def same_work() -> str:
    return (
        "精度はfloat32です。どの相手も、同じ重みから同じ値を計算します。出力と最終状態に加え、学習では"
        "（必要な場合の）入力、初期状態、すべてのパラメータの勾配も計算します。計測の前に、小さい"
        "サイズでreferenceバックエンドの結果と照合します。recurraは適合性検査にも合格しています。"
    )


def of_torch() -> str:
    return (
        "nn.LSTM、nn.GRU、nn.RNNは、必要かどうかにかかわらず入力の勾配を計算します。長さの異なる系列は、"
        "長い順に並べ、パックして渡します。torchにないセルは、同じサイズのnn.LSTMと比べます。"
    )


def loops() -> str:
    return (
        "torchとJAXのループは、セルの数式から、熟練した人が書く形で生成します。入力との積は系列全体で"
        "まとめて計算し、各ステップでは被演算数ごとに行列を積み重ねて1回の積にします。コンパイルは"
        "計測に含めず、各サイズの最初の呼び出しは別に記録します。"
    )


def operations() -> str:
    return (
        "GFLOP/sは、実際に行う行列積の演算を数えたものです（積和を2演算とします）。ピークは、同じ実行中に"
        "測った最速の大きな行列積の値で、torchのBLASとrecurraのカーネルのうち速いほうです。"
    )


def crowded(share: float) -> str:
    return (
        f"マシンの空きが不足していました。1スレッドの呼び出しが使えたのは、中央値でコアの{share:.0%}"
        "でした。値を引用する前に、ほかの処理が動いていないマシンで計測し直してください。"
    )
