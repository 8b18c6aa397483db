"""What does not hold for a cell on a backend."""

from recurra.words import Words

PARTS = {
    "end_of_batch": "ragged output or final state",
    "gradient": "gradient",
    "gradient_of": "gradient of",
    "gradient_of_final_states": "gradient of the final states",
    "gradient_of_inputs_alone": "gradient of inputs alone",
    "gradient_of_last_final_state": "gradient of the last final state",
    "gradient_of_last_state": "gradient of the last state",
    "gradient_of_output": "gradient of the output",
    "gradient_of_roots": "gradient of the roots",
    "gradient_of_states_alone": "gradient of states alone",
    "gradient_of_weights_alone": "gradient of weights alone",
    "network": "of a network: value or gradient",
    "output_or_final_state": "output or final state",
    "second_derivative": "second derivative",
    "state": "state",
    "state_of_a_tree_alone": "state of a tree alone",
    "step_by_step": "step by step",
}


def starting(state: str) -> str:
    return f"starting {state}"


def differs(what: str, which: Words | str | int, off: float, scale: float, bound: float) -> str:
    return (
        f"{PARTS.get(what, what)} {which}: differs by {off:.1e} where the largest is {scale:.1e}, "
        f"allowed is {bound:.1e} of it"
    )


def other_shape(
    what: str, which: Words | str | int, shape: tuple[int, ...], wanted: tuple[int, ...]
) -> str:
    return f"{PARTS.get(what, what)} {which}: {shape}, not {wanted}"


def slope_differs(gradient: int, slope: float, differences: float) -> str:
    return f"gradient {gradient}: its slope is {slope:.6g}, differences give {differences:.6g}"


def beyond_the_end() -> str:
    return "output beyond a sequence's end is not zero"


def nan_lost() -> str:
    return "NaN went in, none came out"


def nan_in_other_sequence() -> str:
    return "NaN of one sequence reached another"


def nan_in_other_tree() -> str:
    return "NaN of one tree reached another"


def nan_elsewhere(position: int) -> str:
    return f"NaN stands elsewhere in value or gradient {position}"
