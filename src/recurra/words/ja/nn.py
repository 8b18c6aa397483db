"""Networks: how they are made, and what a call of one may bring."""

from recurra.words import Words
from recurra.words.ja.phrases import quoted


def several_inputs(cell: str, inputs: tuple[str, ...]) -> str:
    return f"セル{quoted(cell)}には入力が複数あります。{', '.join(inputs)} の幅を指定してください"


def other_widths(cell: str, given: tuple[str, ...], inputs: tuple[str, ...]) -> str:
    return (
        f"input_size に {', '.join(given)} の幅がありますが、"
        f"{quoted(cell)}の入力は {', '.join(inputs)} です"
    )


def input_size_too_small() -> str:
    return "input_size は1以上にしてください"


def state_differs_between_layers(state: str, cell: str, sizes: tuple[int, ...]) -> str:
    return (
        f"セル{quoted(cell)}の状態{quoted(state)}の大きさは入力で決まるため、層によって"
        f"{'と'.join(map(str, sizes))}になります。num_layers=1 とするか、"
        "入力の幅を層の出力の幅に合わせてください"
    )


def takes_inputs(cell: str, inputs: tuple[str, ...]) -> str:
    return f"{quoted(cell)}には入力 {', '.join(inputs)} を渡してください"


def shape_of_input(name: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"入力{quoted(name)}の形状が {shape} です。[T, B, I] を {expected} にしてください"


def nothing_to_read() -> str:
    return "系列には1ステップ以上が必要です"


def shape_of_lengths(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"lengths の形状が {shape} です。整数で {expected} にしてください"


def lengths_beyond(steps: int) -> str:
    return f"lengths は1から{steps}（x のステップ数）の範囲にしてください"


def number_of_states(given: int, cell: str, states: tuple[str, ...]) -> str:
    return f"hx に状態が{given}個ありますが、{quoted(cell)}の状態は {', '.join(states)} です"


def shape_of_state(state: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"hx の状態{quoted(state)}の形状が {shape} です。{expected} にしてください"


def future_is_missing(columns: int, steps: int) -> str:
    return (
        f"このモデルには{steps}ステップ先までわかっている{columns}列が必要ですが、"
        "ミニバッチにありません"
    )


def chrono_without_longest() -> str:
    return "init='chrono' には最長の依存の長さ longest= を3ステップ以上で指定してください"


def no_forget_bias(cell: str) -> str:
    return f"セル{quoted(cell)}には init='chrono' に必要な忘却ゲートのバイアスがありません"


def init_fails(parameter: str, fault: Words | str) -> str:
    return f"{quoted(parameter)}の init: {fault}"


def column_beyond(column: int, width: int) -> str:
    return f"データは{width}列ですが、列番号{column}が指定されています"


def packed_not_divided() -> str:
    return "パックされた系列は入力に分けられません。x と lengths= を渡してください"


def other_columns(columns: int, expected: int) -> str:
    return f"x が{columns}列です。{expected}列にしてください"


def no_such_input(cell: str, name: str, inputs: tuple[str, ...]) -> str:
    return f"セル{quoted(cell)}に入力{quoted(name)}はありません。使えるもの: {', '.join(inputs)}"


def input_without_column(cell: str, name: str, inputs: tuple[str, ...]) -> str:
    return (
        f"セル{quoted(cell)}の入力は {', '.join(inputs)} ですが、"
        f"{quoted(name)}に列がありません。列を指定してください"
    )


def negative_column(name: str, column: int) -> str:
    return f"列番号は0から数えますが、{quoted(name)}に {column} が指定されています"


def loss_without_targets() -> str:
    return "損失の計算には目標値が必要ですが、このミニバッチにはありません"


def both_directions_cut() -> str:
    return "双方向のネットワークは系列全体を必要とするため、勾配を途中で切り詰められません"


def no_state_to_cut() -> str:
    return "状態を引き継がないネットワークでは、勾配を途中で切り詰められません"


def no_probability(setting: str, value: float) -> str:
    return f"{setting} が {value} です。0以上1未満の確率を指定してください"


def no_probability_at_all(setting: str, value: float) -> str:
    return f"{setting} が {value} です。0以上1以下の確率を指定してください"


def type_of_dropout(kind: str) -> str:
    return f"dropout には0以上1以下の数を指定してください（指定された型は {kind}）"


def no_limit(value: float) -> str:
    return f"hidden_gradient_clip が {value} です。0以上の有限の数（0は制限なし）を指定してください"


def state_of_cell(cell: str) -> str:
    """What a name can be the name of, in "unknown ..."."""
    return f"セル{quoted(cell)}の状態"


def zoneout_twice(state: str) -> str:
    return f"zoneout に状態{quoted(state)}が2回指定されています。1回にしてください"


def cell_for_trees(cell: str) -> str:
    return f"セル{quoted(cell)}は木構造用です。recurra.nn.Recursive を使ってください"


def cell_for_chains(cell: str) -> str:
    return f"セル{quoted(cell)}は系列用です。recurra.nn.Recurrent を使ってください"


def too_few_layers() -> str:
    return "num_layers は1以上にしてください"


def dropout_in_one_layer() -> str:
    return "dropout は層の間に働くため、num_layers=1 では効果がありません。2層以上にしてください"


def type_of_size(setting: str, kind: str) -> str:
    return f"{setting} には整数（int）を指定してください（指定された型は {kind}）"


def no_tensor(kind: str) -> str:
    return (
        "入力は形状 [T, B, I] か [T, I] のテンソル、またはPackedSequenceです"
        f"（渡された型は {kind}）"
    )


def rank_of_input(rank: int) -> str:
    return f"入力は2次元か3次元のテンソルです（渡されたものは{rank}次元）"


def no_lengths(kind: str) -> str:
    return f"lengths は系列ごとの整数のテンソルかリストです（渡された型は {kind}）"


def lengths_not_whole() -> str:
    return "lengths にはステップ数を整数で指定してください"


def type_of_input(given: str, expected: str) -> str:
    return (
        f"入力か状態の型が {given}、重みの型が {expected} です。.to({expected}) で変換してください"
    )


def no_projection() -> str:
    return "proj_size には対応していません。torch.nn.LSTM を使うか、後ろに線形層を置いてください"


def projection_of_lstm_alone() -> str:
    return "proj_size を指定できるのはLSTMだけです"


def dropout_between_layers(dropout: float) -> str:
    return (
        "dropout は最後の層を除く各層の出力に働きます。"
        f"num_layers=1 では dropout={dropout:g} は効果がありません"
    )


def no_script() -> str:
    return (
        "torch.jit.script はこのネットワークのカーネルを扱えません。torch.compile か torch.export、"
        "ストリームには network.stepper() を使ってください"
    )


def no_trace() -> str:
    return (
        "torch.jit.trace はこのネットワークのカーネルを記録できません。torch.compile か "
        "torch.export、ストリームには network.stepper() を使ってください"
    )


def other_sequences_than_masks(masks: int, sequences: int) -> str:
    return (
        f"`same_masks` のマスクは{masks}系列分ですが、今のミニバッチは{sequences}系列です。"
        "同じ数にしてください"
    )


def takes_trees(cell: str, trees: Words | str) -> str:
    return f"セル{quoted(cell)}に使えるのは{trees}です"


def shape_of_tree_input(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"入力の形状が {shape} です。入力を持つノードごとに1行、{expected} にしてください"


def nothing_to_watch() -> str:
    return "モデルに状態を観察できる再帰型ネットワークがありません"


def nothing_watched() -> str:
    return "状態を観察している間にネットワークが呼び出されませんでした"


def no_gradient() -> str:
    return "勾配が状態に届いていません。先に loss.backward() を呼び出してください"


def bidirectional_stream() -> str:
    return "双方向のネットワークは系列全体を必要とするため、1ステップずつは計算できません"


def stepper_of_several_inputs() -> str:
    return (
        "1ステップずつの計算の入力は1つですが、このセルには複数あります。"
        "recurra.nn.inputs.Columned で1つにまとめてください"
    )


def empty_batch() -> str:
    return "ミニバッチには1系列以上が必要です"


def shapes_of_states(
    found: tuple[tuple[int, ...], ...], expected: tuple[tuple[int, ...], ...]
) -> str:
    return f"状態の形状が {_shapes(found)} です。{_shapes(expected)} にしてください"


def shape_of_step(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    return f"x の形状が {shape} です。1ステップでは {expected} にしてください"


def batch_without_trees() -> str:
    return "木構造のセルには木が必要ですが、このミニバッチにはありません"


def _shapes(shapes: tuple[tuple[int, ...], ...]) -> str:
    return ", ".join(map(str, shapes))


def negative_projection(width: int) -> str:
    return f"projection には1以上の幅、または0（射影なし）を指定してください（指定値は{width}）"


def nothing_shared() -> str:
    return "shared は2つの方向で重みを共通にする指定です。双方向にしてください"


def nothing_residual(given: int, width: int) -> str:
    return (
        f"residual は層の入力を出力に加えますが、1層で入力の幅{given}と出力の幅{width}が"
        "異なるため、加えるものがありません"
    )


def not_of_namesakes(setting: str) -> str:
    return f"{setting} は recurra.nn.Recurrent のオプションです。torch と同名の層では使えません"
