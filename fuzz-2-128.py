# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 0: the gradient of the parameter 'b': missing: U.T @ mul(U.T @ ..., sub(1, ...)), U.T @ mul(U.T @ ..., sub(1, ...)), U.T @ mul(U.T @ ..., sub(1, ...)) (verify.py, line 303)

from recurra.ir import cell, hard_sigmoid, minimum, tanh


@cell(states="h c", start={"c": "learned"}, output="c h")
def random_cell(x, z, h, c, W, b, U, A, B):
    v1 = U @ tanh(W @ z + U @ (W @ z + b))
    new_h = hard_sigmoid(A @ x + minimum(0.5 * (B @ z), v1))
    return new_h, x


# it was made smaller from
# from recurra.ir import cell, hard_sigmoid, minimum, tanh
# 
# 
# @cell(states="h c", start={"c": "learned"}, output="c h")
# def random_cell(x, z, h, c, W, b, U, A, B):
#     v1 = U @ tanh(W @ z + U @ (W @ z + b))
#     new_h = hard_sigmoid(A @ x + minimum(0.5 * (B @ z), v1))
#     return new_h, x
