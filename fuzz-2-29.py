# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: V.T @ mul((2 * ...), mul(..., ...)), V.T @ mul((2 * ...), mul(..., ...)), V.T @ mul((2 * ...), mul(..., ...)) (verify.py, line 303)

from recurra.ir import cell, log, sigmoid, tanh


@cell(states="h c")
def random_cell(x, h, c, W, U, b, V, A, B, C):
    new_c = tanh(W @ x + A @ log(sigmoid(U @ c + V @ (U @ c + b)) ** 2 + 1))
    new_h = tanh(V @ (B @ h) + W @ x + C @ new_c)
    return new_h, new_c


# it was made smaller from
# from recurra.ir import cell, hard_sigmoid, log, mod, sigmoid, tanh
# 
# 
# @cell(states="h c", sizes={"A": "0.5 * h", "C": "h"}, start={"c": "learned"}, output="c h")
# def random_cell(x, h, c, W, U, b, V, A, B, C, D, E):
#     v1 = sigmoid(V @ (W @ x - U @ c + b) + B @ tanh(A @ h))
#     new_c = log(sigmoid(D @ mod(C @ v1, 1.5) - V @ v1 - D @ mod(C @ v1, 1.5)) ** 2 + 1)
#     return hard_sigmoid(E @ h + W @ x + v1), new_c
