# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h c", children=3, output="c h")
# def random_cell(children, W, V):
#     first, second, third = children
#     new_c = tanh(V @ second.c + third.c)
#     new_h = tanh(W @ second.h)
#     return new_h, new_c
