# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'p': missing: 2 times U.T @ (2 * mul(..., ...)), 2 times W.T @ (mul(..., ...) + neg(...)), 2 times U.T @ (2 * mul(..., ...)), 2 times W.T @ (mul(..., ...) + neg(...)), 2 times U.T @ (2 * mul(..., ...)), 2 times W.T @ (mul(..., ...) + neg(...)) (verify.py, line 303)

from recurra.ir import cell, tanh, vector


@cell(states="h c", output="c h")
def random_cell(x, z, h, c, p, W, U, b):
    v1 = c + vector(p) + vector(p)
    new_c = tanh(W @ v1 + U @ v1 + U @ v1 - b - W @ v1)
    new_h = tanh(U @ h - U @ h)
    return new_h, new_c


# it was made smaller from
# from recurra.ir import cell, maximum, relu, sigmoid, tanh, vector
# 
# 
# @cell(states="h c", sizes={"F": "h + 1", "W": "h", "U": "h + 1", "A": "h", "H": "0.5 * h"})
# def random_cell(x, z, h, c, W, p, U, V, A, B, C, b, D, d, E, F, G, H, K, L, e, M):
#     v1 = p * (W @ c) + vector(p) + vector(p)
#     v2 = U @ h + V @ v1 - B @ relu(A @ h) + V @ v1
#     v3 = sigmoid(M @ (H @ x + K @ x + L @ v1 + e) + d - h)
#     new_h = v3 * h + (1 - v3) * maximum(h, c)
#     return new_h, sigmoid(C @ v2 + b + E @ (D @ x + d) + G @ tanh(F @ h))
