# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: B.T @ mul(C.T @ ..., mul(..., ...)), B.T @ mul(C.T @ ..., mul(..., ...)), B.T @ mul(C.T @ ..., mul(..., ...)) (verify.py, line 303)

from recurra.ir import cell, sigmoid, tanh


@cell(states="h c", sizes={"c": "0.5 * h"})
def random_cell(x, h, c, W, U, V, A, b, B, C, D):
    v1 = sigmoid(C @ sigmoid(V @ h + B @ (A @ h + b) + A @ h + c) + D @ x)
    new_c = v1 * c + (1 - v1) * c
    return tanh(W @ x + U @ x), new_c


# it was made smaller from
# from recurra.ir import cell, mod, sigmoid, sin, tanh
# 
# 
# @cell(states="h c", sizes={"c": "0.5 * h", "W.o": "h"}, start={"c": 0.5})
# def random_cell(x, h, c, W, b, *, squash=tanh):
#     new_h = tanh(W.n @ c + h)
#     v1 = sigmoid(W.f @ squash(W.i @ new_h + W.k @ (W.j @ h + b.n) + W.j @ h + c) + mod(c, 1.5) - W.c @ (W.o @ h))
#     new_c = v1 * c + (1 - v1) * sin(W.j @ new_h)
#     return new_h, new_c
