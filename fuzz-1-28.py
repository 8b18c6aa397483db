# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W):
    return tanh(W @ left.h)


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h c", children=3, sizes={"U": "2 * h"})
# def random_cell(x, children, W, U, V, A, B):
#     first, second, third = children
#     new_c = tanh(W @ second.c + V @ (U @ x))
#     new_h = tanh(A @ second.h + B @ x)
#     return new_h, new_c
