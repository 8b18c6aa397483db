# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: final s (verify.py, line 303)

from recurra.ir import cell, tanh


@cell(states="h c s")
def random_cell(x, h, c, s, b, W, U, V, A):
    return tanh(V @ x + A @ x), tanh(W @ x + U @ x), b


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh
# 
# 
# @cell(states="h c s", sizes={"V": "2 * h", "K": "h + 1", "W": "0.5 * h"}, start={"h": 0.5}, output="h c")
# def random_cell(x, z, h, c, s, W, b, U, V, A, B, C, D, E, d, F, G, H, K, L):
#     v1 = (sigmoid(W @ s) ** 2) ** 3
#     v2 = sigmoid(U @ v1 + A @ tanh(V @ v1))
#     new_c = tanh(E @ (v2 * s + (1 - v2) * (B @ v1 + C @ c + D @ h)) + d)
#     new_h = sigmoid(F @ new_c + G @ x - H @ v1 + L @ tanh(K @ s))
#     return new_h, new_c, b
