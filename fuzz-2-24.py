# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'p': missing: final s (verify.py, line 303)

from recurra.ir import cell, tanh, vector


@cell(states="h c s", sizes={"s": "0.5 * h"})
def random_cell(x, h, c, s, p, W, U, V, A):
    return tanh(V @ x + A @ x), tanh(W @ x + U @ x), vector(p)


# it was made smaller from
# from recurra.ir import cell, linear, maximum, mean, mod, sigmoid, tanh, vector
# 
# 
# @cell(states="h c s", sizes={"s": "0.5 * h", "B": "2 * h", "U": "h", "H": "h"}, output="c")
# def random_cell(x, h, c, s, W, U, b, V, p, A, B, C, D, E, F, G, H, K, L):
#     v1 = maximum(tanh(W @ x + V @ (U @ s + b) + W @ x), c)
#     new_s = vector(p)
#     v2 = sigmoid(A @ v1 + v1)
#     v3 = sigmoid(W @ (tanh(mean(v1)) * (A @ c)) + C @ tanh(B @ s) + (v2 * v1 + (1 - v2) * (D @ v2)) + C @ tanh(B @ s))
#     v4 = sigmoid(E @ c + F @ v1 + c)
#     new_c = mod(v3 * v3 + (1 - v3) * (v4 * v2 + (1 - v4) * (G @ new_s)), 1.5)
#     v5 = sigmoid(K @ linear(H @ c) - L @ v2 - L @ v2)
#     new_h = v5 * h + (1 - v5) * v5
#     return new_h, new_c, new_s
