# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import block, cell, sigmoid, tanh
# 
# 
# @cell(states="h c", children=2)
# def random_cell(x, left, right, W, U, V, A, b, B, p, *, heads=2):
#     A = block(A, heads)
#     new_c = sigmoid(V @ (0.5 * tanh(W @ left.h + U @ right.c)) + U @ left.c)
#     v1 = sigmoid(A @ new_c + b)
#     new_h = tanh(v1 * right.c + (1 - v1) * (p * (B @ new_c)))
#     return new_h, new_c
