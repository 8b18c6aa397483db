# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: final c (verify.py, line 303)

from recurra.ir import cell, tanh


@cell(states="h c s")
def random_cell(x, h, c, s, W, U, b, V, A):
    return tanh(W @ x + U @ x), b, tanh(V @ x + A @ x)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh
# 
# 
# @cell(states="h c s", sizes={"s": "2 * h"}, start={"c": "learned"})
# def random_cell(x, h, c, s, W, b):
#     new_h = tanh(W.n @ c + W.i @ s)
#     v1 = sigmoid(W.j @ x + W.k @ s + W.f @ c)
#     new_s = v1 * v1 + (1 - v1) * sigmoid(W.f @ h + s - v1)
#     return new_h, b.n, new_s
