# statements, values, recurrent dropout: output or final state 0: differs by 1.1e-13 where the largest is 1.2e+00, allowed is 5.8e-14 of it

from recurra.ir import cell, tanh


@cell(states="h c", start={"c": 0.5})
def random_cell(x, z, h, c, W):
    new_c = tanh(W @ c + W @ c + W @ c + W @ c)
    new_h = tanh(new_c + 0.5)
    return new_h, new_c


# it was made smaller from
# from recurra.ir import cell, mod, sigmoid, tanh, vector
# 
# 
# @cell(states="h c", sizes={"A": "h + 1", "W": "0.5 * h"}, start={"h": 0.5, "c": "learned"}, output="h c")
# def random_cell(x, z, h, c, W, U, V, A, B, C, D, E, F, p, b):
#     v1 = C @ (W @ h - U @ h - V @ h - B @ (A @ c) + V @ h) + c
#     new_c = sigmoid(vector(p) + b) * h
#     return mod(D @ v1 + E @ tanh(A @ h) + F @ (F @ h), 1.5), new_c
