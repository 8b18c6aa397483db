# statements, gradients: ProgramError: cell 'random_cell': the backward program over trees is wrong in row 2, buffer 'd_slots_x', column 0: the gradient of the input is not written (verify_trees.py, line 351)

from recurra.ir import cell, tanh


@cell(states="h", children=2)
def random_cell(left, right, W):
    return tanh(W.o @ left.rep)


# it was made smaller from
# from recurra.ir import cell, tanh
# 
# 
# @cell(states="h", children=2)
# def random_cell(left, right, W):
#     return tanh(W.o @ left.rep)
