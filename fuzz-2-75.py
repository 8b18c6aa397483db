# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'p': missing: final h (verify.py, line 303)

from recurra.ir import cell, tanh, vector


@cell(states="h c", output="c")
def random_cell(x, z, h, c, W, p):
    return vector(p), tanh(W @ c - W @ c)


# it was made smaller from
# from recurra.ir import cell, sigmoid, tanh, vector
# 
# 
# @cell(states="h c", output="c")
# def random_cell(x, h, c, W, A, p):
#     v1 = sigmoid(W @ c + h)
#     return vector(p), tanh(A @ v1)
