# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import block, cell, hard_sigmoid, softplus
# 
# 
# @cell(states="h", children=3, sizes={"W.n": "h"})
# def random_cell(x, children, U, W, b, *, heads=2):
#     first, second, third = children
#     U = block(U, heads)
#     v1 = 1 - softplus(third.h)
#     return hard_sigmoid(U @ v1 + W.i @ (W.n @ x + b.n) + second.h - U @ v1)
