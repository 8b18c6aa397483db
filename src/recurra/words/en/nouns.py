"""What a name can be the name of, to stand inside another message."""


def backend() -> str:
    return "backend"


def backend_for_trees() -> str:
    return "backend for trees"


def cell() -> str:
    return "cell"


def class_weights() -> str:
    return "class weights"


def command() -> str:
    return "command"


def distribution_of_trees() -> str:
    return "distribution of trees"


def forget_gate() -> str:
    return "forget gate"


def form() -> str:
    return "form"


def initialisation() -> str:
    return "initialisation"


def kind_of_work() -> str:
    return "kind of work"


def language() -> str:
    return "language"


def loss() -> str:
    return "loss"


def name() -> str:
    return "name"


def nonlinearity() -> str:
    return "nonlinearity"


def norm() -> str:
    return "norm"


def optimizer() -> str:
    return "optimizer"


def order() -> str:
    return "order"


def output() -> str:
    return "output"


def paper() -> str:
    return "paper"


def probe() -> str:
    return "probe"


def question() -> str:
    return "question"


def rival() -> str:
    return "rival"


def scaler() -> str:
    return "scaler"


def size() -> str:
    return "size"


def target_column() -> str:
    return "target column"


def task() -> str:
    return "task"


def transform() -> str:
    return "transform"
