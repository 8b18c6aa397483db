# statements, gradients: KeyError: ('d_slots_h', 1, 4) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h c", children=3, sizes={"c": "2 * h", "U": "h + 1"}, output="c h")
# def random_cell(children, W, U, V):
#     first, second, third = children
#     new_c = tanh(W @ second.c + V @ (U @ third.rep))
#     return third.h, new_c
