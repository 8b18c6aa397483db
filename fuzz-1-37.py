# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h", children=2, sizes={"U": "2 * h"})
# def random_cell(x, left, right, U, V):
#     new_h = tanh(V @ tanh(U @ right.h))
#     return new_h
