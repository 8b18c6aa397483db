# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: final s (verify.py, line 303)

from recurra.ir import cell, tanh


@cell(states="h c s")
def random_cell(x, h, c, s, b, W, U):
    return tanh(W @ x + U @ x), h, b


# it was made smaller from
# from recurra.ir import cell, sigmoid
# 
# 
# @cell(states="h c s", sizes={"V": "2 * h"}, start={"h": 0.5, "s": "learned"}, output="h c")
# def random_cell(x, h, c, s, b, W, d, U, V, A):
#     new_c = (sigmoid(W @ s + d) * sigmoid(U @ c - A @ (V @ c))) ** 2
#     return new_c, new_c, b
