"""What the kernels must reach."""


def trained(cell: str, rival: str) -> str:
    return f"{cell} 対 {rival}、順伝播と逆伝播"


def without_input_gradient(cell: str, rival: str) -> str:
    return f"{cell} 対 {rival}、入力の勾配が不要な場合"


def worst_shape() -> str:
    return "同上、最悪のサイズ"


def worst_cell_and_shape() -> str:
    return "同上、最悪のセルとサイズ"


def over_lstm(cells: tuple[str, ...]) -> str:
    return f"{'、'.join(cells)} の時間とrecurraのlstmの時間との比（最も遅いセルの平均）"


def wide(cell: str, rival: str, units: int, batch: int) -> str:
    return f"{cell} 対 {rival}、H ≥ {units}かつB ≥ {batch}のサイズ"


def cell_to(cell: str, rival: str) -> str:
    return f"{cell} 対 {rival}"


def any_to_loop() -> str:
    return "各セル 対 torchのPythonループ（最も遅いセルの平均）"


def any_to_scan() -> str:
    return "各セル 対 JAX lax.scan、全セルと全サイズ"


def ragged(cell: str, rival: str) -> str:
    return f"長さT/2〜T、{cell} 対 パックした系列での{rival}"


def inference(shape: tuple[int, ...], cell: str, rival: str) -> str:
    sizes = " ".join(f"{k}={n}" for k, n in zip("TBIH", shape, strict=False))
    return f"推論 {sizes}、{cell} 対 {rival}"


def one_step(units: int, cell: str, rival: str) -> str:
    return f"逐次推論の1ステップ H={units}、{cell} 対 {rival}"


def worst(cell: str, shape: str, ratio: float) -> str:
    return f"最悪: {cell}、{shape}、比{ratio:.2f}"


def missing(rows: int, whole: int) -> str:
    return f"{whole}行のうち{rows}行が未計測"
