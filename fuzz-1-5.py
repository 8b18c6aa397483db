# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh, vector
# 
# 
# @cell(states="h c", children=3, sizes={"W": "h"})
# def random_cell(x, children, W, b, p, U, V, A):
#     first, second, third = children
#     v1 = tanh(W @ first.h + b) ** 3
#     v2 = sigmoid(vector(p) * second.c) ** 2
#     v3 = sigmoid(U @ v1 + second.h)
#     new_c = v3 * second.c + (1 - v3) * second.h
#     new_h = tanh(V @ v3 + v2 - A @ second.h)
#     return new_h, new_c
