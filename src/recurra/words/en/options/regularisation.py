"""What keeps a network from learning its examples by heart."""


def heading() -> str:
    return "Regularisation, in training"


def zero() -> str:
    return "none"


def l2() -> str:
    return "This times every weight is added to its gradient."


def l2_called() -> str:
    return "L2 penalty"


def weight_noise() -> str:
    return "Deviation of the noise on all weights, drawn at each update."


def weight_noise_called() -> str:
    return "Noise on weights"


def weight_drop() -> str:
    return "Share of the numbers of recurrent matrices dropped at an update."


def weight_drop_called() -> str:
    return "Recurrent weights dropped"


def input_noise() -> str:
    return "Deviation of the noise on the inputs, which are scaled to 1."


def input_noise_called() -> str:
    return "Noise on inputs"


def input_dropout() -> str:
    return "Share of a sequence's input channels dropped, at all its steps."


def input_dropout_called() -> str:
    return "Input channels dropped"


def output_dropout() -> str:
    return "Share of the features dropped before the last layer."


def output_dropout_called() -> str:
    return "Features dropped before the last layer"


def activation_penalty() -> str:
    return "Weight of the mean square of the outputs at all steps (AR)."


def activation_penalty_called() -> str:
    return "Penalty on large outputs"


def change_penalty() -> str:
    return "Weight of the mean square of their changes from step to step (TAR)."


def change_penalty_called() -> str:
    return "Penalty on changing outputs"
