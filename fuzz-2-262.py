# statements, gradients: ProgramError: cell 'random_cell': the backward program is wrong at step 2, buffer 'later_c', column 0: a value (products) is read here, but this is not it (missing: W.T @ mul((final s + ...), sub(1, ...)); too much: W.T @ mul(U.T @ ..., sub(1, ...))) (verify.py, line 78)

from recurra.ir import cell, tanh


@cell(states="h c s", output="h c")
def random_cell(x, z, h, c, s, W, U, V, A):
    new_s = tanh(W @ c + W @ z)
    return tanh(V @ x + A @ z), tanh(U @ new_s + U @ z), new_s


# it was made smaller from
# from recurra.ir import block, cell, hard_sigmoid, mean, tanh
# 
# 
# @cell(states="h c s")
# def random_cell(x, z, h, c, s, U, b, d, V, A, B, C, *, heads=2):
#     V = block(V, heads)
#     A = block(A, heads)
#     v2 = hard_sigmoid(U @ s + b + b)
#     new_h = tanh(C @ v2 + C @ c)
#     return new_h, tanh(U @ (V @ v2) + A @ v2 + (tanh(B @ z) ** 2 + mean(z))), d
