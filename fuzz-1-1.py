# statements, gradients: KeyError: ('d_slots_h', 1, 17) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh
# 
# 
# @cell(states="h", children=2)
# def random_cell(x, left, right, W, b):
#     v1 = sigmoid(W.n @ x - W.n @ tanh(W.n @ x + b.n))
#     return tanh(v1 * x + (1 - v1) * right.h)
