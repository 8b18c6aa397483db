# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, sigmoid, sum, tanh
# 
# 
# @cell(states="h c", children=2, output="c h")
# def random_cell(x, left, right, W):
#     v1 = sigmoid(W.i @ right.c + right.h)
#     new_c = tanh(W.j @ v1 + W.k @ ((W.n @ right.h) * tanh(sum(x))) + W.j @ v1)
#     new_h = tanh(W.n @ x)
#     return new_h, new_c
