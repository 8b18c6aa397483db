# statements, gradients: KeyError: ('d_slots_h', 1, 7) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(x, left, right, W, U):
    return tanh(W @ left.h + U @ x)


# it was made smaller from
# from recurra.ir import cell, sigmoid, vector
# 
# 
# @cell(states="h c", children=2, sizes={"W.f": "h + 1", "W.n": "0.5 * h"})
# def random_cell(x, left, right, p, W):
#     v1 = sigmoid(W.j @ right.c + W.k @ left.c - W.o @ (W.f @ left.h))
#     v2 = sigmoid(W.i @ (-(W.n @ left.h)) + (v1 * right.c + (1 - v1) * (W.c @ left.h)) + W.i @ (-(W.n @ left.h)))
#     new_c = v2 * left.c + (1 - v2) * (right.c ** 2)
#     return vector(p.n), new_c
