# statements, gradients: KeyError: ('d_slots_h', 1, 30) (execute_trees.py, line 168)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W, U):
    return tanh(W @ left.h + U @ left.h)


# it was made smaller from
# from recurra.ir import cell, hard_sigmoid, relu, sigmoid, softmax, tanh, vector
# 
# 
# @cell(states="h c", children=3, output="c h")
# def random_cell(x, children, W, p, b):
#     first, second, third = children
#     v1 = relu(softmax(W.n @ second.h))
#     new_h = hard_sigmoid(W.k @ second.h + W.j @ v1 + second.c)
#     return new_h, tanh(W.i @ x - (sigmoid(vector(p.n) + b.n) * first.c) ** 3 + tanh(W.n @ third.c + b.i + W.j @ first.c))
