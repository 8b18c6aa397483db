# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: final c (verify.py, line 303)

from recurra.ir import cell


@cell(states="h c")
def random_cell(x, h, c, b):
    return h, b


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h c", sizes={"W.n": "h + 1"}, start={"h": "learned"})
# def random_cell(x, h, c, W, b):
#     new_h = tanh(W.i @ tanh(W.n @ h))
#     return new_h, b.n
