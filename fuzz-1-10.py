# statements, gradients: KeyError: ('d_slots_h', 1, 21) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh, vector
# 
# 
# @cell(states="h", children=2)
# def random_cell(x, left, right, W, b, U, p, d):
#     v1 = sigmoid(W @ left.h - b - U @ left.h)
#     new_h = tanh(v1 * x + (1 - v1) * (sigmoid(vector(p) + d) * x))
#     return new_h
