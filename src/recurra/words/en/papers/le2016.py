"""The vanishing gradient in recursive networks (Le and Zuidema 2016)."""

from typing import Literal

from recurra.words.en.phrases import counted
from recurra.words.numbers import UNSAID_LEVEL, per_cent

NETWORKS = {
    "rnn": "recursive network",
    "rlstm": "recursive LSTM",
    "rlstm-16": "recursive LSTM, 16 units",
}
OPTIMIZERS = {
    "adam": "Adam stands for AdaGrad, which is recalled (0.8)",
    "adagrad": "AdaGrad is recalled (0.8), its rate of 0.01 to 0.05, too (0.4); in the authors' "
    "code the first update of each matrix and of each word's vector is plain gradient descent, "
    "here AdaGrad is as it was published",
}


def title() -> str:
    return "The vanishing gradient in recursive networks"


def cite() -> str:
    return "Le and Zuidema 2016, arXiv 1603.00423"


def network(name: Literal["rnn", "rlstm", "rlstm-16"]) -> str:
    return NETWORKS[name]


def about_networks() -> str:
    return (
        "A recursive network reads a sentence along a tree: from two neighbouring words or phrases "
        "it computes a vector for the phrase that they form, up to the root, where it answers. The "
        "recursive LSTM does the same with gates and a memory path."
    )


def about_task() -> str:
    return (
        "In this task one word of a random tree is a keyword, and the network has to say at the "
        "root which of ten classes the keyword belongs to. The error is known at the root alone, "
        "so the gradient has to travel down the tree to the keyword. The paper asks how large the "
        "trees and how deep the keyword may be, and whether the gradient that arrives, divided by "
        "that at the root (the gradient ratio), tells where learning works."
    )


def networks(narrow: str, leaves: str, numbers: int) -> str:
    return (
        "Networks: recursive network (rnn) and recursive LSTM (rlstm) of 50 units, and a recursive "
        f"LSTM of 16 units ({narrow}), whose 9,792 parameters are about the recursive network's "
        f"10,050; below full size that one is trained on {leaves} leaves only (quick: on the first "
        f"data set). Vectors of {numbers} numbers for 10,001 tokens, learned. Forget bias 0."
    )


def experiments(lengths: tuple[str, ...], depths: tuple[str, ...], leaves: str) -> str:
    return (
        f"Experiment 1: trees of {', '.join(lengths)} leaves. Experiment 2: {leaves} leaves, the "
        f"keyword {', '.join(depths)} edges below the root. Experiment 3: the gradient ratio at "
        f"every look of the trainings on {leaves} leaves."
    )


def trees(examples: int) -> str:
    return f"{counted(examples, 'tree')} each, ten twelfths for training; split points uniform."


def skill(level: float = UNSAID_LEVEL) -> str:
    return (
        "Skill: (accuracy - 10 %) / 90 %, 0 by chance and 1 perfect. Intervals of "
        f"{per_cent(f'{100 * level:g}')} over seeds and test trees."
    )


def gradient_ratio() -> str:
    return (
        "Gradient ratio: norm of the loss's gradient at the keyword's vector over that at the "
        "output of the root, as the paper has it."
    )


def guessed_text() -> str:
    return (
        "The paper's text was not at hand: task, protocol and results are recalled (0.6 to 0.85)."
    )


def guessed_trees() -> str:
    return (
        "How trees were drawn is not known; split points are uniform here. Trees that are uniform "
        "over all binary trees are deeper (7.7 edges against 5.6 to a leaf, at 25 leaves)."
    )


def guessed_training(optimizer: Literal["adam", "adagrad", "sgd", "rmsprop"]) -> str:
    other = "AdaGrad is recalled (0.8), and another is taken here"
    return f"{OPTIMIZERS.get(optimizer, other)}; batch size 20 (0.4), 50 units (0.6)."


def guessed_weights(scale: float) -> str:
    return (
        f"Vectors of tokens start uniformly within ± {scale:g}, as Socher et al. 2013 do (that the "
        "paper follows them is recalled, 0.8). Much hangs on it: with normal numbers of variance 1 "
        "networks know the training trees by their other words. The other starting weights are "
        "those of this library (uniform, ± 1 over the root of the units), biases of forget gates 0 "
        "as in the authors' code."
    )


def guessed_one_word() -> str:
    return "Sentences of one word are left out of the first data set (2 to 10 words, not 1 to 10)."


def guessed_depths() -> str:
    return (
        "In the second experiment trees and keywords are drawn until the depth fits; the paper "
        "takes them from a pool."
    )


def guessed_bounds() -> str:
    return (
        "'Near chance' is taken as a skill of at most 0.2 (28 % accuracy), 'above chance' as at "
        "least 0.05, '> 90 %' as at least 0.89."
    )


def guessed_means() -> str:
    return (
        "The paper reports the best recursive network of five runs and box plots of the recursive "
        "LSTM; here both are means over seeds. It trains to convergence; here updates are fixed."
    )


def recalled() -> str:
    return "the paper's figures, from memory (0.75)"


def rnn_short() -> str:
    return "The recursive network learns trees of at most 10 words"


def rnn_long() -> str:
    return "The recursive network is near chance from 11 words on"


def rlstm_right() -> str:
    return "The recursive LSTM is right in over 90 % up to 30 words"


def rlstm_far(words: str) -> str:
    return f"The recursive LSTM is still above chance at {words} words"


def rlstm_better() -> str:
    return "The recursive LSTM is better than the recursive network at equal width"


def abstract_better() -> str:
    return "abstract (read): RLSTMs greatly improve over RNNs on these problems"


def equal_parameters() -> str:
    return "The recursive LSTM is better with no more parameters, too"


def our_question() -> str:
    return "our question: the paper compares at equal width, which is 5.2 times the parameters"


def rnn_shallow() -> str:
    return "The recursive network is nearly perfect for keywords at most 3 edges below the root"


def rnn_deep() -> str:
    return "For keywords 8 edges below the root and more the recursive network is near chance"


def rlstm_depth() -> str:
    return "The recursive LSTM is right in over 90 % up to depth 8"


def rlstm_deeper() -> str:
    return "Beyond that the recursive LSTM is above chance"


def ratio_vanishes() -> str:
    return "The recursive network's ratio is far below 1 for deep keywords"


def ratio_falls() -> str:
    return "The deeper the keyword, the smaller its ratio"


def ratio_stays() -> str:
    return "The recursive LSTM's ratio does not vanish with depth"


def ratio_peaks() -> str:
    return "The recursive LSTM's ratio shoots up in training, then settles lower"


def ratio_tells() -> str:
    return "The gradient ratio tells where training succeeds"


def abstract_ratio() -> str:
    return "abstract (read): highly indicative of the success of back-propagation"


def log_ratio() -> str:
    return "log10 of the ratio"


def log_peak() -> str:
    return "log10 of the highest over the last ratio"


def at_length(words: str) -> str:
    return f"length {words}"


def at_depth(edges: str) -> str:
    return f"keyword depth {edges}"


def rlstm_minus_rnn(words: str) -> str:
    return f"rlstm minus rnn, length {words}"


def narrow_minus_rnn(words: str) -> str:
    return f"rlstm of 16 units minus rnn of 50, length {words}"


def median_when_deep(words: str) -> str:
    return f"median at depths 8 to 10 after training, length {words}"


def when_deep(words: str) -> str:
    return f"depths 8 to 10, length {words}"


def depth_and_ratio(words: str) -> str:
    return f"of depth and the recursive network's ratio, length {words}"


def ratio_and_skill() -> str:
    return (
        "of the ratio after training with the skill, final trainings of experiment 2 with a ratio "
        "above 0; 0.5 is our reading of 'highly indicative'"
    )


def plot_length() -> str:
    return "Experiment 1: skill over the length of the sentence"


def plot_depth() -> str:
    return "Experiment 2: skill over the depth of the keyword"


def plot_ratio() -> str:
    return "Experiment 3: gradient ratio over depth, after training"


def plot_updates() -> str:
    return "Experiment 3: gradient ratio while training"


def axis_words() -> str:
    return "words"


def axis_edges() -> str:
    return "edges from the root to the keyword"


def axis_updates() -> str:
    return "updates"


def axis_gradient() -> str:
    return "gradient at the keyword, over the root's"


def line_at_depth(network: str, edges: str) -> str:
    return f"{network}, depth {edges}"


def reading_skill() -> str:
    return "At 1 the class of the keyword always reaches the root, at 0 it never does."


def reading_ratio() -> str:
    return "Far below 1 a keyword so deep hardly learns from the error at the root."


def reading_updates() -> str:
    return "A line that rises shows back-propagation finding its way down to the words."


def bars_of_trees(bars: str, words: str) -> str:
    return f"{bars}; trees of {words} words"


def median_of_trees(words: str) -> str:
    return f"Trees of {words} words; median over trees and seeds"


def median_of_depths(words: str) -> str:
    return (
        f"Trees of {words} words, keywords of depths 2 to 4 and 8 to 10; median over trees and "
        "seeds"
    )
