# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: final c, final s, W.T @ mul((seed h(2) + final h), mul(..., ...)) (verify.py, line 303)

from recurra.ir import cell, sigmoid


@cell(states="h c s")
def random_cell(x, z, h, c, s, b, W, U):
    return sigmoid(W @ s + U @ x), b, c


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh
# 
# 
# @cell(states="h c s", sizes={"W": "0.5 * h"}, start={"c": 0.5})
# def random_cell(x, z, h, c, s, W, b, U, d):
#     v2 = -sigmoid(W @ z + b)
#     return tanh(U @ v2), s, d
