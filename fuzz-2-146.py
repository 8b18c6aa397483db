# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 2, buffer 'later_s', column 0: a value (products) is read here, but this is not it (missing: W.T @ mul(final c, mul(..., ...)); too much: W.T @ mul(V.T @ ..., mul(..., ...))) (verify.py, line 78)

from recurra.ir import cell, sigmoid, tanh, vector


@cell(states="h c s")
def random_cell(x, h, c, s, p, W, U, V, A):
    new_c = sigmoid(W @ x + W @ s + U @ h)
    return vector(p), new_c, tanh(V @ c + A @ x)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh, vector
# 
# 
# @cell(states="h c s", sizes={"B": "0.5 * h"}, start={"c": "learned"}, output="c")
# def random_cell(x, z, h, c, s, p, W, U, V, A, B, C):
#     new_c = sigmoid(W @ x - U @ s)
#     v1 = sigmoid(V @ x - A @ new_c)
#     new_s = tanh(v1 * c + (1 - v1) * (C @ (B @ z)))
#     return vector(p), new_c, new_s
