# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: final s (verify.py, line 303)

from recurra.ir import cell, tanh


@cell(states="h c s")
def random_cell(x, h, c, s, b, W, U, V, A):
    return tanh(V @ x + A @ x), tanh(W @ x + U @ x), b


# it was made smaller from
# from recurra.ir import cell, mean, relu, sigmoid, sqrt, tanh, vector
# 
# 
# @cell(states="h c s", sizes={"c": "h + 1", "W": "h", "V": "0.5 * h"})
# def random_cell(x, h, c, s, W, p, U, V, A, B, b, C, D):
#     v1 = relu(W @ s)
#     v2 = sigmoid(B @ c + (s / sqrt(mean(s ** 2) + 0.1)) - b)
#     return tanh(v2 * h + (1 - v2) * (C @ v1 + D @ s - C @ v1)), tanh(U @ h + c + A @ (V @ c)), vector(p)
