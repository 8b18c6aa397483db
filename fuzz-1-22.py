# statements, gradients: KeyError: ('d_slots_h', 1, 17) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import block, cell, hard_sigmoid, tanh
# 
# 
# @cell(states="h c", children=2, sizes={"A": "2 * h"}, output="c h")
# def random_cell(x, left, right, W, U, V, b, A, B, D, E, F, *, heads=2):
#     D = block(D, heads)
#     v1 = U @ (W @ right.h) - tanh(V @ right.c - b) + B @ (A @ left.c)
#     new_c = tanh(F @ x)
#     return hard_sigmoid(U @ right.c + D @ v1 + E @ (A @ right.h) + U @ right.c), new_c
