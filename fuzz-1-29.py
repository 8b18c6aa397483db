# statements, gradients: KeyError: ('d_slots_h', 1, 14) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh, vector
# 
# 
# @cell(states="h c", children=3, sizes={"c": "2 * h"})
# def random_cell(x, children, W, U, V, A, B, p):
#     first, second, third = children
#     v1 = sigmoid(W @ second.h + U @ second.c + V @ third.h)
#     new_h = v1 * third.h + (1 - v1) * second.h
#     new_c = tanh(A @ new_h + A @ sigmoid(B @ first.h - W @ first.h) + sigmoid(vector(p)) * second.c + A @ new_h)
#     return new_h, new_c
