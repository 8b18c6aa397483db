# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: U.T @ mul((... + ...), mul(..., ...)), U.T @ mul((... + ...), mul(..., ...)), U.T @ mul((... + ...), mul(..., ...)) (verify.py, line 303)

from recurra.ir import cell, sigmoid, tanh


@cell(states="h c s", sizes={"W": "h"})
def random_cell(x, h, c, s, W, b, U, V, A, B, C, D):
    v1 = sigmoid(U @ (W @ x + b + W @ x) + V @ x)
    return tanh(v1 * x + (1 - v1) * x), tanh(A @ x + B @ x), tanh(C @ x + D @ x)


# it was made smaller from
# from recurra.ir import cell, hard_sigmoid, mean, sigmoid, tanh
# 
# 
# @cell(states="h c s", sizes={"F": "0.5 * h"})
# def random_cell(x, h, c, s, W, b, U, V, A, B, C, D, E, F, G, H, K, L, d, *, squash=tanh):
#     v1 = sigmoid(U @ (W @ x + b - W @ x) + V @ (c + mean(s)) + V @ (c + mean(s)))
#     new_h = v1 * v1 + (1 - v1) * hard_sigmoid(A @ s + U @ v1 + A @ s)
#     v2 = sigmoid(B @ h + C @ s)
#     new_c = sigmoid(B @ h + c) * squash(E @ (v2 * v2 + (1 - v2) * (D @ v1)) + G @ (F @ h) + H @ (h ** 3) + K @ c)
#     return new_h, new_c, tanh(L @ v2 + d)
