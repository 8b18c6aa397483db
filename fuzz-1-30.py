# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh
# 
# 
# @cell(states="h", children=2)
# def random_cell(x, left, right, W, b):
#     v1 = sigmoid(W.n @ x + b.n)
#     v2 = sigmoid(W.i @ x + W.j @ right.h + W.k @ v1 + v1)
#     v3 = v1 * v1 + (1 - v1) * (v2 * right.h + (1 - v2) * (W.f @ right.h))
#     return tanh(W.e @ x + v3 + v3)
