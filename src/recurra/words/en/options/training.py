"""How networks are trained."""

from recurra.words.en.phrases import counted

OPTIMIZERS = {
    "adam": "Adam",
    "adamw": "Adam, weight decay 0.01 where none is given",
    "sgd": "SGD with momentum, the heavy ball",
    "nesterov": "SGD with Nesterov's momentum",
    "asgd": "SGD whose mean weights answer once the score stands still",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
}

SCHEDULES = {
    "none": "constant",
    "plateau": "falls after looks without a better score",
    "divide": "as plateau, and goes back to the best weights",
    "step": "falls after each --step-updates",
    "cosine": "falls along half a cosine to 0",
    "linear": "falls along a line to 0",
    "onecycle": "rises over 0.3 of the training, then falls",
}

INITS = {
    "uniform": "between ±1/√n, as torch starts its networks",
    "glorot": "Glorot & Bengio 2010",
    "orthogonal": "on states orthogonal, else glorot",
    "identity": "on states the identity, else glorot",
    "breuel2015": "between ±0.1, as in ocropy",
    "mikolov2015": "normal, deviation 0.05, as in the code of SCRN",
    "chrono": "gate biases from the longest sequence",
}

OUTPUTS = {
    "softmax": "classes exclude each other",
    "logistic": "one unit a class",
}

LEARN_FROM = {
    "windows": "an answer after each window",
    "stream": "an answer at each row of long streams, the state goes on",
}

LOSSES = {
    "cross_entropy": "of classes",
    "squared_error": "of classes or values",
    "absolute": "absolute error of values",
    "huber": "of values, squared up to one deviation",
    "quantile": "of values, see --quantile",
    "gaussian": "of values, mean and variance of a normal distribution",
}

CLASS_WEIGHTS = {
    "none": "all examples count the same",
    "balanced": "rare classes count more",
}


def heading() -> str:
    return "Training"


def optimizer() -> str:
    return "How gradients move the weights."


def momentum() -> str:
    return (
        "adam, adamw: beta1; sgd, nesterov, rmsprop: a steady gradient moves weights by "
        "rate / (1 - momentum); adagrad, asgd: none."
    )


def momentum_usual() -> str:
    return "the optimiser's own"


def clip_norm() -> str:
    return "Largest norm of the gradient of all parameters."


def clip_norm_called() -> str:
    return "Gradient norm clipped at"


def clip_norm_zero() -> str:
    return "off"


def clip_norm_why() -> str:
    return "gradients through many steps can explode"


def clip_value() -> str:
    return "Largest size of each number of the gradient; before the norm is clipped."


def clip_value_called() -> str:
    return "Numbers of the gradient clipped at"


def weight_decay() -> str:
    return "Share of every weight, times the learning rate, that is taken away at an update."


def weight_decay_called() -> str:
    return "Weight decay"


def weight_decay_zero() -> str:
    return "none"


def schedule() -> str:
    return "Learning rate over a training."


def schedule_called() -> str:
    return "Learning-rate schedule"


def warmup() -> str:
    return "Updates over which the learning rate rises from 0 to all of it."


def warmup_called() -> str:
    return "Learning rate rises over the first updates"


def warmup_zero() -> str:
    return "at once"


def plateau_factor() -> str:
    return "Of the schedules plateau, divide and step: the rate is multiplied by this."


def plateau_factor_called() -> str:
    return "Plateau, divide, step: the rate is multiplied by"


def plateau_patience() -> str:
    return (
        "Of the schedules plateau and divide: looks without a better score before the rate falls."
    )


def plateau_patience_called() -> str:
    return "Plateau, divide: looks without a better score before the rate falls"


def step_updates() -> str:
    return "Of the schedule step: updates between two cuts of the rate."


def step_updates_called() -> str:
    return "Step: updates between two cuts of the rate"


def truncate() -> str:
    return (
        "The gradient goes back so many steps: 100, or 50-200 to go further when the loss stands "
        "still; 100:20 for segments that overlap by 20."
    )


def truncate_called() -> str:
    return "Back-propagation truncated to steps"


def truncate_usual() -> str:
    return "whole sequences"


def no_truncation(written: str) -> str:
    return (
        f"truncate is a number of steps (100), two for a length that adapts (50-200), or steps and "
        f"their overlap (100:20); it is {written!r}"
    )


def all_overlap(steps: int, overlap: int) -> str:
    return f"segments of {counted(steps, 'step')} cannot overlap by {overlap}: nothing new is left"


def evaluations() -> str:
    return "Looks at the validation part in a full training, evenly spaced."


def evaluations_why() -> str:
    return "a look takes time, and the best weights are seldom far from one"


def patience() -> str:
    return "Looks without a better score after which a training ends."


def patience_zero() -> str:
    return "never"


def patience_usual() -> str:
    return "8 of 20"


def patience_why() -> str:
    return "scores go up and down"


def least_gain() -> str:
    return "What a score has to gain to count as better for patience and plateaus, in its unit."


def least_gain_called() -> str:
    return "Least gain that counts as better"


def least_gain_zero() -> str:
    return "any"


def objective() -> str:
    return "What networks are trained for"


def output() -> str:
    return "The last layer."


def loss() -> str:
    return "What is made small."


def loss_usual() -> str:
    return "cross_entropy of classes, of values what their task has"


def quantile() -> str:
    return "Level of the loss quantile and of the score pinball."


def label_smoothing() -> str:
    return "Share of a label that is given to all classes alike."


def loss_choice(name: str) -> str:
    return LOSSES.get(name, name)


def class_weights() -> str:
    return "What an example counts in the loss."


def recurrence() -> str:
    return "Inside the recurrence, in training"


def recurrent_dropout() -> str:
    return "Share of a state dropped on its way into products, below 1."


def zoneout() -> str:
    return "Share of units that keep their state a step."


def hidden_gradient_clip() -> str:
    return "Largest norm of the gradient at a state and step."


def hidden_gradient_clip_zero() -> str:
    return "not limited"


def init() -> str:
    return "Starting weights."


def init_called() -> str:
    return "Starting weights"


def pooling() -> str:
    return "What the head reads of a sequence: its last step, or all of its steps as one."


def pooling_called() -> str:
    return "Read by"


def pooling_why() -> str:
    return "a network can then answer after every step of a stream from its state alone"


def learn_from() -> str:
    return "What is learned from in series."


def learn_from_called() -> str:
    return "Learned from"


def learn_from_choice(name: str) -> str:
    return LEARN_FROM.get(name, name)


def batch_size() -> str:
    return "Examples an update."


def batch_size_usual() -> str:
    return "32; compare takes 64 of 4,000 or more"


def inputs() -> str:
    return "Columns of a cell with several inputs: x=4,gap=1 or x=COL+COL,mask=mask."


def optimizer_choice(name: str) -> str:
    return OPTIMIZERS.get(name, name)


def optimizer_why() -> str:
    return "its steps hardly depend on the scale of the gradients"


def schedule_choice(name: str) -> str:
    return SCHEDULES.get(name, name)


def schedule_why() -> str:
    return "a training can then go on for longer without beginning anew"


def init_choice(name: str) -> str:
    return INITS.get(name, name)


def output_choice(name: str) -> str:
    return OUTPUTS.get(name, name)


def class_weights_choice(name: str) -> str:
    return CLASS_WEIGHTS.get(name, name)


def class_weights_why() -> str:
    return "accuracy counts every example the same"
