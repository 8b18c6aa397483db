# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h", children=3)
# def random_cell(x, children, W, U, V):
#     first, second, third = children
#     new_h = tanh(W @ third.h - U @ first.h + V @ third.h) / (1 + third.h ** 2)
#     return new_h
