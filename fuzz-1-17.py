# statements, gradients: KeyError: ('d_slots_h', 1, 11) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import block, cell, sigmoid, tanh
# 
# 
# @cell(states="h c", children=2, sizes={"U": "0.5 * h", "C": "h"}, output="c h")
# def random_cell(left, right, W, U, V, A, b, B, C, D, E, *, heads=2):
#     E = block(E, heads)
#     new_c = sigmoid(W @ left.h + V @ tanh(U @ left.rep) + left.c)
#     return tanh(B @ (B @ (A @ left.rep + b)) + D @ (0.5 * (C @ right.h) + 0.5) + E @ left.h), new_c
